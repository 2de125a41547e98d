import { html, nothing, type TemplateResult } from "lit-html";
import type { SceneAbout } from "../../../shared/picture/scene-about.ts";
import type { DirectorState, PictureState } from "../../../shared/protocol/picture.ts";
import { cueOf } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { drumTitle, PADS } from "../pads.ts";
import { cardsOf, type SceneCard } from "../scene-cards.ts";
import { control } from "./control.ts";
import { lookView } from "./look-view.ts";

/** Values a parameter's slider can stand at. */
const STEPS = 100;

/** All scenes to choose from, and what can be turned of the one that is on. Nothing in a house without a director. */
export const scenesView = (state: DeskState): TemplateResult | typeof nothing => {
  const { snapshot } = state;
  const director = snapshot?.director;
  if (snapshot === null || director === undefined) return nothing;
  const cards = cardsOf(snapshot);
  const seen = seenScenes(snapshot.picture, director);
  const on = cards.find(({ name }) => name === director.cue.scene);
  return html`
    <section class="status scenes" aria-label="Scenes">
      <h2>Scenes <small>one that is touched comes on the next bar line</small></h2>
      <div class="cards">
        ${cards.map((card) => cardView(card, placeOf(card.name, seen, director), state))}
      </div>
      ${(snapshot.ownScenes ?? []).map(({ version, fault }) =>
        version === null && fault !== null ? html`<p class="fault">${fault}</p>` : nothing,
      )}
      <div class="panels">
        ${on === undefined ? nothing : sceneOn(on, state)} ${lookView(director, state)}
      </div>
    </section>
  `;
};

/** The scenes that are on screens; the one that is meant while no stage is there to say. */
export const seenScenes = (picture: PictureState | undefined, { cue }: DirectorState): readonly string[] =>
  picture?.seen === undefined || picture.seen.length === 0 ? [cue.scene] : picture.seen;

/** The scene that the next change brings; null while none is coming. */
const comingScene = ({ cue, next }: DirectorState): string | null =>
  next.find(({ scene, seed }) => scene !== cue.scene || seed !== cue.seed)?.scene ?? null;

/** How a scene stands to what is seen. "meant" is not there yet, or gave way. */
type Place = "on" | "meant" | "next" | "";

const placeOf = (name: string, seen: readonly string[], director: DirectorState): Place => {
  if (seen.includes(name)) return "on";
  if (name === director.cue.scene) return "meant";
  return name === comingScene(director) ? "next" : "";
};

const cardView = (card: SceneCard, place: Place, state: DeskState): TemplateResult => html`
  <button
    class="card ${place}"
    data-scene=${card.name}
    aria-current=${place === "on" ? "true" : "false"}
    title=${card.about?.about ?? ""}
    @click=${() => state.orders.order(cueOf(state, card.name))}
  >
    ${
      card.thumbnail === null
        ? html`<span class="plain-card">${card.name.slice(0, 2)}</span>`
        : html`<img src=${card.thumbnail} width="320" height="180" alt="" draggable="false" />`
    }
    <span class="name">${card.name}</span>
    ${place === "" ? nothing : html`<b class=${place}>${place === "meant" ? (card.fault === "" ? "on its way" : "gave way") : place}</b>`}
    ${card.fault === "" ? nothing : html`<strong class="trouble" title=${card.fault}>!</strong>`}
  </button>
`;

const sceneOn = (card: SceneCard, state: DeskState): TemplateResult => html`
  <div class="panel">
    <h3 class="title">${card.name}</h3>
    <p class="quiet">${card.about?.about ?? ""}</p>
    ${card.fault === "" ? nothing : html`<p class="fault">${card.fault}</p>`}
    ${card.about === null ? nothing : parameters(card.about, state)}
  </div>
  ${card.about === null ? nothing : legend(card.about)}
`;

const parameters = (about: SceneAbout, state: DeskState): (TemplateResult | typeof nothing)[] =>
  about.parameters.map(({ name, about: hint, min, max, default: usual }) => {
    const path = `scene/${about.name}/${name}`;
    const end = html`<button
      class="back"
      title="As it was"
      aria-label="${name} as it was"
      ?disabled=${(state.orders.shown(path) ?? usual) === usual}
      @click=${() => state.orders.turn(path, null)}
    >
      ↺
    </button>`;
    return control(path, { label: name, hint, bounds: { min, max, step: (max - min) / STEPS }, usual, end }, state);
  });

/** What each drum does in the picture, where its pad lies. */
const legend = ({ gestures }: SceneAbout): TemplateResult => html`
  <div class="panel legend">
    <h3>What the drums do</h3>
    <dl>
      ${PADS.map(({ drum }) => html`<div><dt>${drumTitle(drum)}</dt><dd>${gestures[drum] ?? "–"}</dd></div>`)}
    </dl>
  </div>
`;

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { DirectorState, PictureState } from "../../../shared/protocol/picture.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";

/** How long a blackout by button or key takes, in seconds. */
export const BLACKOUT_SECONDS = 1;

/** The picture: what the director does, and what overrules it. Nothing in a house without a director. */
export const pictureView = (state: DeskState, actions: DeskActions): TemplateResult | typeof nothing => {
  const { director, picture } = state.snapshot ?? {};
  if (director === undefined && picture === undefined) return nothing;
  return html`
    <section class="status picture" aria-label="Picture">
      <h2>Picture</h2>
      ${picture === undefined ? nothing : byHand(picture, actions)}
      ${director === undefined ? nothing : directed(director, actions)}
    </section>
  `;
};

const byHand = (picture: PictureState, actions: DeskActions): TemplateResult => html`
  <div class="row">
    <button
      class="toggle mute"
      aria-pressed=${picture.blackout}
      title="Fades to black and back (B)"
      @click=${() => actions.order({ do: "blackout", on: !picture.blackout, seconds: BLACKOUT_SECONDS })}
    >
      Blackout
    </button>
    <button
      class="toggle"
      aria-pressed=${picture.frozenAt !== null}
      title="The picture stands still (F)"
      @click=${() => actions.order({ do: "freeze", on: picture.frozenAt === null })}
    >
      Freeze
    </button>
    <button
      class="toggle"
      aria-pressed=${picture.flashLimiter}
      title="No more than three flashes a second; off only where everybody in the room has agreed"
      @click=${() => actions.order({ do: "flash-limiter", on: !picture.flashLimiter })}
    >
      Flash limiter
    </button>
    ${picture.limiting > 0 ? html`<em class="limiting">limiting ${Math.round(picture.limiting * 100)} %</em>` : nothing}
  </div>
`;

const directed = (director: DirectorState, actions: DeskActions): TemplateResult => {
  const { cue, next, scenes, palettes, held, restlessness, form, phraseBar } = director;
  return html`
    <p>
      <b>${cue.scene}</b>, ${cue.palette}, intensity ${cue.intensity.toFixed(2)}
      ${next[0] === undefined ? nothing : html`<small>then ${next[0].scene}</small>`}
    </p>
    <p class="quiet">${form}, bar ${phraseBar + 1} of 16</p>
    <div class="row choices">
      ${choice("scene", cue.scene, scenes, (scene) => actions.order({ do: "cue", scene }))}
      ${choice("palette", cue.palette, palettes, (palette) => actions.order({ do: "cue", palette }))}
    </div>
    <div class="row">
      <button title="A new scene of the director's choice (G)" @click=${() => actions.order({ do: "cue" })}>Next</button>
      <button
        class="toggle"
        aria-pressed=${held}
        title="Nothing changes but by hand (H)"
        @click=${() => actions.order({ do: "director", set: { held: !held } })}
      >
        Hold
      </button>
    </div>
    <label class="slider">
      <small>restless</small>
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label="Restlessness"
        .value=${String(restlessness)}
        @change=${(event: Event) =>
          actions.order({ do: "director", set: { restlessness: Number((event.target as HTMLInputElement).value) } })}
        @pointerup=${(event: Event) => (event.target as HTMLInputElement).blur()}
      />
      <output>${restlessness.toFixed(2)}</output>
    </label>
  `;
};

const choice = (
  title: string,
  value: string,
  all: readonly string[],
  choose: (value: string) => void,
): TemplateResult => html`
  <label>
    <small>${title}</small>
    <select aria-label=${title} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${all.map((each) => html`<option .selected=${live(each === value)}>${each}</option>`)}
    </select>
  </label>
`;

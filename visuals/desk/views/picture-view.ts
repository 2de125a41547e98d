import { html, nothing, type TemplateResult } from "lit-html";
import type { DirectorState, PictureState } from "../../../shared/protocol/picture.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { slider } from "./slider.ts";

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
      ${director === undefined ? nothing : directed(director, state, actions)}
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

const directed = (director: DirectorState, state: DeskState, actions: DeskActions): TemplateResult => {
  const { cue, next, held, form, phraseBar } = director;
  const restlessness = state.orders.held<number>("restlessness", director.restlessness);
  return html`
    <p>
      <b>${cue.scene}</b>, ${cue.palette}, intensity ${cue.intensity.toFixed(2)}
      ${next[0] === undefined ? nothing : html`<small>then ${next[0].scene}</small>`}
    </p>
    <p class="quiet">${form}, bar ${phraseBar + 1} of 16</p>
    <div class="row">
      <button title="A new scene of the director's choice (G)" @click=${() => actions.cueScene(null)}>Next</button>
      <button
        class="toggle"
        aria-pressed=${held}
        title="Nothing changes but by hand (H)"
        @click=${() => actions.order({ do: "director", set: { held: !held } })}
      >
        Hold
      </button>
    </div>
    ${slider({
      label: "restless",
      name: "Restlessness",
      hint: "How soon the director changes the scene",
      min: 0,
      max: 1,
      step: 0.05,
      value: restlessness,
      turn: (value) => state.orders.hold("restlessness", value, { do: "director", set: { restlessness: value } }),
    })}
  `;
};

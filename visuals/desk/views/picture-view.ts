import { html, nothing, type TemplateResult } from "lit-html";
import type { DirectorState } from "../../../shared/protocol/picture.ts";
import { ACTIONS, toggling } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { actionButton } from "./action-button.ts";
import { control } from "./control.ts";
import { seenScenes } from "./scenes-view.ts";

const FLASH_LIMITER = toggling("flash-limiter", { label: "Flash limiter" });

/** The picture: what the director does, and what overrules it. Nothing in a house without a director. */
export const pictureView = (state: DeskState): TemplateResult | typeof nothing => {
  const { director, picture } = state.snapshot ?? {};
  if (director === undefined && picture === undefined) return nothing;
  const limiting = picture?.limiting ?? 0;
  return html`
    <section class="status picture" aria-label="Picture">
      <h2>Picture ${limiting > 0 ? html`<em class="limiting">limiting ${Math.round(limiting * 100)} %</em>` : nothing}</h2>
      ${picture === undefined ? nothing : byHand(state)}
      ${director === undefined ? nothing : directed(director, seenScenes(picture, director), state)}
    </section>
  `;
};

const byHand = (state: DeskState): TemplateResult => html`
  <div class="row">
    ${actionButton(ACTIONS.blackout, state, { className: "mute" })} ${actionButton(ACTIONS.freeze, state)}
    ${actionButton(FLASH_LIMITER, state)}
  </div>
`;

const directed = (
  { cue, next, form, phraseBar }: DirectorState,
  seen: readonly string[],
  state: DeskState,
  replay = state.snapshot?.replay,
): TemplateResult => html`
  <p>
    <b>${seen.join(" and ")}</b>, ${cue.palette}, intensity ${cue.intensity.toFixed(2)}
    ${next[0] === undefined ? nothing : html`<small>then ${next[0].scene}</small>`}
  </p>
  <p class="quiet">${replay?.manner === "as-it-was" ? `as in the take ${replay.take}` : `${form}, bar ${phraseBar + 1} of 16`}</p>
  <div class="row">${actionButton(ACTIONS.next, state)} ${actionButton(ACTIONS.hold, state)}</div>
  ${control("director/restlessness", { label: "restless", name: "Restlessness" }, state)}
`;

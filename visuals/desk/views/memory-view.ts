import "../memory.css";
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { DRUMS_UPWARDS, drumIndex } from "../../../shared/music/drums.ts";
import { newestRemembered, type Remembered } from "../../../shared/music/remembered.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import { ACTIONS, EVERYBODY } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { gainCurve, gainWords } from "../gain-curve.ts";
import { forgetWords, rememberedWords } from "../remembered-words.ts";
import { titleOf } from "./action-button.ts";

/** Of the curve and of the bar, in units of their own: both are stretched to the room there is. */
const WIDTH = 320;
const CURVE_HEIGHT = 40;
const STRING_GAP = 8;
/** What is less sure than this is not drawn. */
const FAINT = 0.1;

/** How much memory helps a voice with a model: over the last bars in words, over the whole set as a curve. */
export const gainPart = ({ name, gain }: VoiceState, { snapshot }: DeskState): TemplateResult => html`
  <div
    class="gain"
    title="How much better it foresees what it hears than its network alone, over the last 16 bars; the curve is the whole set, the line nothing gained"
  >
    <span data-gain=${name}>${gainWords(gain)}</span>
    ${guard([snapshot?.gains], () => curve(snapshot?.gains ?? [], name))}
  </div>
`;

const curve = (gains: NonNullable<DeskState["snapshot"]>["gains"], name: string): TemplateResult | typeof nothing => {
  const drawn = gainCurve(gains ?? [], name, WIDTH, CURVE_HEIGHT);
  if (drawn === null) return nothing;
  return html`<svg viewBox="0 -2 ${WIDTH} ${CURVE_HEIGHT + 4}" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<path class="zero" d="M0 ${drawn.zero}H${WIDTH}" /><path class="curve" d=${drawn.path} />`}
  </svg>`;
};

/** What is remembered of a voice that plays live: how much, and which places of the bar are sure. */
export const rememberedPart = (voice: VoiceState, { snapshot }: DeskState): TemplateResult => {
  const remembered = newestRemembered(snapshot?.remembered, voice.name);
  const beat = 16 / (snapshot?.transport.denominator ?? 4);
  return html`
    <div
      class="remembered"
      title="One bar as the band remembers it, the kick at the bottom: the larger a dot, the surer it is"
    >
      <small data-remembered=${voice.name}>${rememberedWords(remembered)}</small>
      ${guard([remembered, beat], () => (remembered === null || remembered.steps === 0 ? nothing : bar(remembered, beat)))}
    </div>
  `;
};

/** A string a drum as on the portrait, a dot where it is sure to play; lines where beats begin. */
const bar = ({ stepsPerBar, sureness }: Remembered, beat: number): TemplateResult => {
  const step = WIDTH / stepsPerBar;
  const most = Math.min(STRING_GAP, step) * 0.46;
  const height = DRUMS_UPWARDS.length * STRING_GAP;
  const dots = DRUMS_UPWARDS.flatMap((drum, string) => {
    const y = height - (string + 0.5) * STRING_GAP;
    const line = svg`<path d="M0 ${y}H${WIDTH}" />`;
    const own = sureness.slice(drumIndex(drum) * stepsPerBar, (drumIndex(drum) + 1) * stepsPerBar);
    const sure = own.map((one, place) =>
      one < FAINT
        ? nothing
        : svg`<circle cx=${(place + 0.5) * step} cy=${y} r=${(most * Math.sqrt(one)).toFixed(2)} opacity=${(0.25 + 0.75 * one ** 2).toFixed(2)} />`,
    );
    return [line, ...sure];
  });
  const beats = Array.from({ length: Math.ceil(stepsPerBar / beat) - 1 }, (_, i) => {
    const x = (i + 1) * beat * step;
    return svg`<path d="M${x} 0V${height}" />`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true">${beats}${dots}</svg>`;
};

/** Forgets what is remembered of a voice; the first of those that play live can have all forgotten. A second press means it. */
export const forgetButtons = (voice: VoiceState, state: DeskState): TemplateResult => {
  const { snapshot } = state;
  const live = snapshot?.voices.filter(({ kind }) => kind === "live") ?? [];
  const remembered = newestRemembered(snapshot?.remembered, voice.name);
  return html`
    ${forgetButton(ACTIONS.forget, voice.name, forgetWords(remembered), remembered?.steps === 0, state)}
    ${live.length > 1 && live[0] === voice ? forgetButton(ACTIONS.forgetAll, EVERYBODY, "Forget all?", false, state) : nothing}
  `;
};

const forgetButton = (
  action: (typeof ACTIONS)["forget"],
  whose: string,
  question: string,
  isNothing: boolean,
  state: DeskState,
): TemplateResult => {
  const asks = state.forgetting === whose;
  return html`<button
    class="forget ${asks ? "armed" : ""}"
    title=${titleOf(action)}
    ?disabled=${isNothing}
    @click=${() => action.act(state, { by: "desk", voice: whose })}
  >
    ${asks ? question : action.label}
  </button>`;
};

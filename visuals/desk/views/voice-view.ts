import { html, nothing, type TemplateResult } from "lit-html";
import type { VoiceSettingName } from "../../../shared/controls/band.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import { ACTIONS } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { drumTitle } from "../pads.ts";
import { actionButton } from "./action-button.ts";
import { type ControlLook, control } from "./control.ts";
import { forgetButtons, gainPart, rememberedPart } from "./memory-view.ts";
import { modelChoice } from "./model-choice.ts";
import { padsView } from "./pads-view.ts";
import { surpriseMeter } from "./surprise-view.ts";

/** What is turned of every voice with a model, from the top. */
const SLIDERS: readonly VoiceSettingName[] = ["temperature", "density", "topP", "memory", "similarity", "ornaments"];
const LENGTHS = ["auto", 1, 2, 3, 4, 5, 6, 7, 8] as const;
const SEARCHES: readonly number[] = [1, 2, 4, 8, 16];

/** One voice: what it does, what it can be told. */
export const voiceView = (voice: VoiceState, place: number, state: DeskState): TemplateResult => {
  const { orders, page, snapshot } = state;
  const colour = snapshot?.colours[voice.name] ?? "#cccccc";
  const isOn = (name: string, setting: "mute" | "solo"): boolean => orders.shown(`voice/${name}/${setting}`) === true;
  const soloed = snapshot?.voices.some(({ name }) => isOn(name, "solo")) ?? false;
  const silent = isOn(voice.name, "mute") || (soloed && !isOn(voice.name, "solo"));
  const own = { voice: voice.name };
  return html`
    <section
      class="voice ${silent ? "silent" : ""} ${place === state.selected ? "selected" : ""}"
      style="--voice: ${colour}"
      data-voice=${voice.name}
      aria-label=${voice.name}
      @pointerdown=${() => page.select(place)}
    >
      <header>
        <h2>${voice.name}</h2>
        <span class="hears">${hears(voice, state)}</span>
        <span class="lights" data-lights=${voice.name}>
          ${DRUMS.map((drum) => html`<i title=${drumTitle(drum)}></i>`)}
        </span>
      </header>
      ${voice.kind === "model" ? modelPart(voice, state) : hasPads(voice, state) ? padsView(page) : nothing}
      ${voice.kind === "live" ? rememberedPart(voice, state) : nothing}
      ${control(`voice/${voice.name}/level`, { label: "level", name: `${voice.name} level` }, state)}
      <div class="row">
        ${actionButton(ACTIONS.mute, state, { ...own, className: "mute" })} ${actionButton(ACTIONS.solo, state, own)}
        ${
          voice.kind === "live"
            ? forgetButtons(voice, state)
            : [ACTIONS.loop, ACTIONS.mutate, ACTIONS.endCall].map((action) => actionButton(action, state, own))
        }
      </div>
    </section>
  `;
};

/** The pads are heard as live playing: they lie with the first voice that plays live. */
const hasPads = (voice: VoiceState, state: DeskState): boolean =>
  state.snapshot?.voices.find(({ kind }) => kind === "live") === voice;

const hears = (voice: VoiceState, state: DeskState): string => {
  if (voice.kind === "live") return `live: ${state.snapshot?.status.liveSource ?? ""}`;
  return `hears ${voice.listensTo.join(", ")}${voice.sounds ? "" : " · plays the picture"}`;
};

const modelPart = (voice: VoiceState, state: DeskState): TemplateResult => {
  const turned = (
    setting: VoiceSettingName,
    label: string = setting,
    look: Partial<ControlLook> = {},
  ): TemplateResult | typeof nothing =>
    control(`voice/${voice.name}/${setting}`, { label, name: `${voice.name} ${label}`, ...look }, state);
  const length = (setting: "callBars" | "responseBars", label: string): TemplateResult | typeof nothing =>
    turned(setting, label, { name: `${voice.name} ${label} length`, choices: LENGTHS });
  return html`
    <div class="progress ${voice.phase}"><b data-progress=${voice.name}></b><span data-doing=${voice.name}></span></div>
    ${SLIDERS.map((setting) => turned(setting))}
    <div class="row choices">
      ${length("callBars", "call")} ${length("responseBars", "response")}
      ${turned("mode", "plays", { name: `${voice.name} mode`, title: (mode) => (mode === "along" ? "along" : "in answer") })}
    </div>
    <div class="row choices">
      ${modelChoice(voice, state)}
      ${turned("beams", "search", { choices: SEARCHES, title: (beams) => (beams === 1 ? "off" : `best of ${beams}`) })}
    </div>
    <div class="row meters">
      <small>surprise</small>
      ${surpriseMeter("heard", voice.callSurprise, voice.callSurpriseWithMemory)}
      ${surpriseMeter("played", voice.responseSurprise, voice.responseSurpriseWithMemory)}
      <span class="figures" title="Calls heard and responses played; sum of log-likelihoods of the last call and response, in nats">
        ${voice.calls} calls · ${voice.responses} answers${
          voice.logLikelihood === null ? nothing : html` · LL ${voice.logLikelihood.toFixed(0)}`
        }${voice.fallbacks === 0 ? nothing : html` · <em>${voice.fallbacks} steps repeated</em>`}
      </span>
    </div>
    ${gainPart(voice, state)}
  `;
};

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { VoiceSettings } from "../../../shared/controls/band.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { drumTitle } from "../keys.ts";
import { modelChoice } from "./model-choice.ts";
import { padsView } from "./pads-view.ts";
import { slider } from "./slider.ts";

const LENGTHS = ["auto", 1, 2, 3, 4, 5, 6, 7, 8] as const;
const SEARCHES: readonly number[] = [1, 2, 4, 8, 16];
/** Surprise beyond this, in nats a step, fills its meter: a uniform guess among 512 patterns is 6.2. */
const FULL_SURPRISE = 6.2;

/** One voice: what it does, what it can be told. */
export const voiceView = (voice: VoiceState, place: number, state: DeskState, actions: DeskActions): TemplateResult => {
  const colour = state.snapshot?.colours[voice.name] ?? "#cccccc";
  const soloed = state.snapshot?.voices.some(({ settings }) => settings.solo) ?? false;
  const silent = voice.settings.mute || (soloed && !voice.settings.solo);
  return html`
    <section
      class="voice ${silent ? "silent" : ""} ${place === state.selected ? "selected" : ""}"
      style="--voice: ${colour}"
      data-voice=${voice.name}
      aria-label=${voice.name}
      @pointerdown=${() => actions.select(place)}
    >
      <header>
        <h2>${voice.name}</h2>
        <span class="hears">${hears(voice, state)}</span>
        <span class="lights" data-lights=${voice.name}>
          ${DRUMS.map((drum) => html`<i title=${drumTitle(drum)}></i>`)}
        </span>
      </header>
      ${voice.kind === "model" ? modelPart(voice, state, actions) : hasPads(voice, state) ? padsView(actions) : nothing}
      <div class="row">
        ${toggle(voice, "mute", "Mute", state)} ${toggle(voice, "solo", "Solo", state)}
        ${
          voice.kind === "live"
            ? nothing
            : html`${toggle(voice, "loop", "Loop", state)}
                <button @click=${() => actions.order({ do: "mutate", voice: voice.name })}>Mutate</button>
                <button @click=${() => actions.order({ do: "end-call", voice: voice.name })}>Answer now</button>`
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

const modelPart = (voice: VoiceState, state: DeskState, actions: DeskActions): TemplateResult => {
  const temperature = state.orders.shown(voice.name, "temperature", voice.settings.temperature);
  return html`
    <div class="progress ${voice.phase}"><b data-progress=${voice.name}></b><span data-doing=${voice.name}></span></div>
    ${slider({
      label: "temperature",
      name: `${voice.name} temperature`,
      min: 0.05,
      max: 2,
      step: 0.05,
      value: temperature,
      turn: (value) => state.orders.turn(voice.name, "temperature", value),
    })}
    <div class="row choices">
      ${lengthChoice(voice, "callBars", "call", state)} ${lengthChoice(voice, "responseBars", "response", state)}
      <label>
        <small>plays</small>
        <select
          aria-label="${voice.name} mode"
          @change=${(event: Event) =>
            state.orders.turn(voice.name, "mode", (event.target as HTMLSelectElement).value as VoiceSettings["mode"])}
        >
          ${(["call-response", "along"] as const).map(
            (mode) =>
              html`<option
                value=${mode}
                .selected=${live(mode === state.orders.shown(voice.name, "mode", voice.settings.mode))}
              >
                ${mode === "along" ? "along" : "in answer"}
              </option>`,
          )}
        </select>
      </label>
    </div>
    <div class="row choices">${modelChoice(voice, state, actions)} ${searchChoice(voice, state)}</div>
    <div class="row meters">
      <small>surprise</small>
      ${surpriseMeter("heard", voice.callSurprise)} ${surpriseMeter("played", voice.responseSurprise)}
      <span class="figures" title="Calls heard and responses played; sum of log-likelihoods of the last call and response, in nats">
        ${voice.calls} calls · ${voice.responses} answers${
          voice.logLikelihood === null ? nothing : html` · LL ${voice.logLikelihood.toFixed(0)}`
        }${voice.fallbacks === 0 ? nothing : html` · <em>${voice.fallbacks} steps repeated</em>`}
      </span>
    </div>
  `;
};

const toggle = (
  voice: VoiceState,
  setting: "mute" | "solo" | "loop",
  title: string,
  state: DeskState,
): TemplateResult => {
  const on = state.orders.shown(voice.name, setting, voice.settings[setting]);
  return html`<button
    class="toggle ${setting}"
    aria-pressed=${on ? "true" : "false"}
    @click=${() => state.orders.turn(voice.name, setting, !on)}
  >
    ${title}
  </button>`;
};

const lengthChoice = (
  voice: VoiceState,
  setting: "callBars" | "responseBars",
  title: string,
  state: DeskState,
): TemplateResult => {
  const value = state.orders.shown(voice.name, setting, voice.settings[setting]);
  const lengths = (LENGTHS as readonly (number | "auto")[]).includes(value) ? LENGTHS : [...LENGTHS, value];
  return html`<label>
    <small>${title}</small>
    <select
      aria-label="${voice.name} ${title} length"
      @change=${(event: Event) => {
        const wanted = (event.target as HTMLSelectElement).value;
        state.orders.turn(voice.name, setting, wanted === "auto" ? wanted : Number(wanted));
      }}
    >
      ${lengths.map(
        (length) => html`<option value=${length} .selected=${live(length === value)}>
          ${length === "auto" ? "auto" : length === 1 ? "1 bar" : `${length} bars`}
        </option>`,
      )}
    </select>
  </label>`;
};

const searchChoice = (voice: VoiceState, state: DeskState): TemplateResult => {
  const value = state.orders.shown(voice.name, "beams", voice.settings.beams);
  const widths = SEARCHES.includes(value) ? SEARCHES : [...SEARCHES, value];
  return html`<label title="The likeliest bar of so many is played, instead of drawing step by step">
    <small>search</small>
    <select
      aria-label="${voice.name} search"
      @change=${(event: Event) =>
        state.orders.turn(voice.name, "beams", Number((event.target as HTMLSelectElement).value))}
    >
      ${widths.map(
        (beams) => html`<option value=${beams} .selected=${live(beams === value)}>
          ${beams === 1 ? "off" : `best of ${beams}`}
        </option>`,
      )}
    </select>
  </label>`;
};

const surpriseMeter = (title: string, surprise: number | null): TemplateResult => html`
  <span class="meter" title="Surprise of what was ${title}, in nats a step">
    <small>${title}</small>
    <i><b style="width: ${surprise === null ? 0 : Math.min(100, (surprise / FULL_SURPRISE) * 100)}%"></b></i>
    <span>${surprise === null ? "–" : surprise.toFixed(2)}</span>
  </span>
`;

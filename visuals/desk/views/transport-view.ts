import { html, nothing, type TemplateResult } from "lit-html";
import type { TransportState } from "../../../shared/protocol/state.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import { ACTIONS, typeTempo } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { actionButton, titleOf } from "./action-button.ts";
import { clockView } from "./clock-view.ts";
import { control } from "./control.ts";
import { recordingLight } from "./recording-view.ts";

const METRES = ["4/4", "3/4", "2/4", "5/4", "6/4", "7/4", "6/8", "5/8", "7/8", "9/8", "12/8"].map((metre) => {
  const [numerator, denominator] = metre.split("/").map(Number);
  return { numerator, denominator };
});

const metreTitle = (metre: unknown): string => {
  const { numerator, denominator } = metre as Metre;
  return `${numerator}/${denominator}`;
};

const shownTempo = (tempo: number): string => String(Math.round(tempo * 100) / 100);

/** Start, stop, where we are, tempo, metre, panic. */
export const transportView = (state: DeskState): TemplateResult => {
  const transport = state.snapshot?.transport ?? null;
  return html`
    <div class="transport">
    <header>
      <div class="who">
        <h1>Antiphon</h1>
        ${recordingLight(state)} ${connectionBadge(state)}
      </div>
      ${transport === null ? nothing : whereItIs(transport, state)}
      <button
        class="panic ${state.panicArmed ? "armed" : ""}"
        title=${titleOf(ACTIONS.panic)}
        @click=${() => ACTIONS.panic.act(state, { by: "desk" })}
      >
        ${state.panicArmed ? "Esc again" : ACTIONS.panic.label}
      </button>
      ${actionButton(ACTIONS.help, state, { className: "plain help-button", sign: "?" })}
    </header>
    ${transport === null ? nothing : html`<div class="timing">${timing(transport, state)}</div>`}
    </div>
  `;
};

const connectionBadge = ({ connection, snapshot }: DeskState): TemplateResult => {
  const words = { connecting: "connecting…", open: snapshot?.show ?? "", lost: "connection lost" };
  return html`<span class="badge ${connection}" role="status">${words[connection]}</span>`;
};

/** What must be at hand wherever the page is scrolled to. */
const whereItIs = ({ playing, numerator }: TransportState, state: DeskState): TemplateResult => html`
  <button
    class="start ${playing ? "playing" : ""}"
    title=${titleOf(ACTIONS.playing)}
    @click=${() => ACTIONS.playing.act(state, { by: "desk" })}
  >
    ${playing ? "Stop" : "Start"}
  </button>
  <div class="position" aria-label="Position">
    <span data-position>–</span>
    <span class="beats" data-beats>${Array.from({ length: numerator }, () => html`<i></i>`)}</span>
  </div>
`;

/** What is turned of the time. */
const timing = (transport: TransportState, state: DeskState): TemplateResult => html`
  <div class="group tempo">
    ${actionButton(ACTIONS.slower, state, { className: "step", sign: "−" })} ${tempoField(state)}
    ${actionButton(ACTIONS.faster, state, { className: "step", sign: "+" })}
    ${actionButton(ACTIONS.half, state, { className: "step", sign: "½" })}
    ${actionButton(ACTIONS.double, state, { className: "step", sign: "×2" })}
  </div>
  ${control("metre", { label: "metre", name: "Metre", className: "group", choices: METRES, title: metreTitle }, state)}
  ${clockView(transport, state)}
`;

const tempoField = (state: DeskState): TemplateResult => {
  const shown = shownTempo(state.orders.shown<number>("tempo") ?? 0);
  return html`<label>
    <input
      aria-label="Tempo"
      inputmode="decimal"
      autocomplete="off"
      .value=${shown}
      @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const typed = input.value;
        // What is no number, or is refused, leaves the field at what is so; a refusal says why.
        input.value = shown;
        typeTempo(state, typed);
        input.blur();
      }}
    />
    <small>bpm</small>
  </label>`;
};

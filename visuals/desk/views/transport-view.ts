import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { clamp } from "../../../shared/math/numbers.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import { MAX_BPM, MIN_BPM } from "../../../shared/time/units.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { clockView } from "./clock-view.ts";
import { recordingLight } from "./recording-view.ts";

const METRES = ["4/4", "3/4", "2/4", "5/4", "6/4", "7/4", "6/8", "5/8", "7/8", "9/8", "12/8"];

/** A tempo within bounds, to a hundredth: what the keys and buttons ask for. */
export const nudgedTempo = (tempo: number, by: number): number =>
  clamp(Math.round((tempo + by) * 100) / 100, MIN_BPM, MAX_BPM);

const shownTempo = (tempo: number): string => String(Math.round(tempo * 100) / 100);

/** Start, stop, where we are, tempo, metre, panic. */
export const transportView = (state: DeskState, actions: DeskActions, now: number): TemplateResult => {
  const transport = state.snapshot?.transport ?? null;
  return html`
    <header class="transport">
      <div class="who">
        <h1>Antiphon</h1>
        ${connectionBadge(state)} ${recordingLight(state, now)}
      </div>
      ${transport === null ? nothing : controls(transport, actions)}
      <button
        class="panic ${state.panicArmed ? "armed" : ""}"
        title="Every sounding note off, every response forgotten (Esc twice)"
        @click=${() => actions.order({ do: "panic" })}
      >
        ${state.panicArmed ? "Esc again" : "Panic"}
      </button>
      <button class="plain" title="Keys (?)" aria-label="Keys" @click=${() => actions.openHelp(true)}>?</button>
    </header>
  `;
};

const connectionBadge = ({ connection, snapshot }: DeskState): TemplateResult => {
  const words = { connecting: "connecting…", open: snapshot?.show ?? "", lost: "connection lost" };
  return html`<span class="badge ${connection}" role="status">${words[connection]}</span>`;
};

const controls = (transport: TransportState, actions: DeskActions): TemplateResult => {
  const { playing, tempo, numerator, denominator } = transport;
  const shown = transport.shownTempo ?? tempo;
  const metre = `${numerator}/${denominator}`;
  const metres = METRES.includes(metre) ? METRES : [metre, ...METRES];
  const setTempo = (bpm: number): void => actions.order({ do: "tempo", bpm });
  return html`
    <button
      class="start ${playing ? "playing" : ""}"
      title=${playing ? "Stop (Space)" : "Start (Space)"}
      @click=${() => actions.order({ do: playing ? "stop" : "start" })}
    >
      ${playing ? "Stop" : "Start"}
    </button>
    <div class="position" aria-label="Position">
      <span data-position>–</span>
      <span class="beats" data-beats>${Array.from({ length: numerator }, () => html`<i></i>`)}</span>
    </div>
    <div class="group tempo">
      <button class="step" aria-label="Slower" @click=${() => setTempo(nudgedTempo(shown, -1))}>−</button>
      <label>
        <input
          aria-label="Tempo"
          inputmode="decimal"
          autocomplete="off"
          .value=${shownTempo(shown)}
          @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            const wanted = input.value.trim() === "" ? Number.NaN : Number(input.value.replace(",", "."));
            // The field shows what is so until the server has agreed; out of range, it says why not.
            input.value = shownTempo(shown);
            if (!Number.isNaN(wanted)) setTempo(wanted);
            input.blur();
          }}
        />
        <small>bpm</small>
      </label>
      <button class="step" aria-label="Faster" @click=${() => setTempo(nudgedTempo(shown, 1))}>+</button>
    </div>
    <label class="group">
      <small>metre</small>
      <select
        aria-label="Metre"
        @change=${(event: Event) => {
          const [above, below] = (event.target as HTMLSelectElement).value.split("/").map(Number);
          actions.order({ do: "metre", numerator: above ?? 4, denominator: (below ?? 4) as 2 | 4 | 8 | 16 });
        }}
      >
        ${metres.map((each) => html`<option .selected=${live(each === metre)}>${each}</option>`)}
      </select>
    </label>
    ${clockView(transport, actions)}
  `;
};

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { ClockDetail } from "../../../shared/protocol/clock.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import type { DeskActions } from "../desk-state.ts";

/** What one press of a nudge button moves the beats by. */
const NUDGE_MS = 5;

/** A choice of the clock's source, for people. */
const titleOf = (choice: string): string => {
  if (choice === "auto") return "whoever is heard";
  if (choice === "internal") return "internal";
  if (choice === "link") return "Ableton Link";
  return choice.replace(/^midi:/, "MIDI clock: ");
};

/** How well the source is heard: `jitter 0.3 ms, 2 lost, 1 double`. */
const qualityOf = ({ jitter, lost, doubled, confidence }: ClockDetail): string =>
  [
    jitter === null ? "" : `jitter ${jitter} ms`,
    lost ? `${lost} lost` : "",
    doubled ? `${doubled} double` : "",
    confidence === null ? "" : `drummer ${Math.round(confidence * 100)} %`,
  ]
    .filter((part) => part !== "")
    .join(", ");

/** Who leads and how well it is heard, and what can be done about it: tap, nudge, choose another. */
export const clockView = (transport: TransportState, actions: DeskActions): TemplateResult => {
  const { source, sourceState, clock } = transport;
  const state = sourceState === "locked" ? nothing : html` <em>${sourceState}</em>`;
  if (clock === undefined) return html`<div class="source"><small>clock</small> ${source}${state}</div>`;
  const nudged = clock.nudged === 0 ? "" : `${clock.nudged > 0 ? "+" : "−"}${Math.abs(clock.nudged)} ms`;
  const nudge = (by: number): void => actions.order({ do: "nudge", ms: by });
  return html`
    <div class="group">
      <button
        class="plain"
        title="Tap quarter notes (T)"
        @pointerdown=${() => actions.tap()}
        @click=${(event: MouseEvent) => event.detail === 0 && actions.tap()}
      >
        Tap
      </button>
      <button class="step" title="Every beat ${NUDGE_MS} ms earlier" aria-label="Earlier" @click=${() => nudge(-NUDGE_MS)}>«</button>
      <button class="step" title="Every beat ${NUDGE_MS} ms later" aria-label="Later" @click=${() => nudge(NUDGE_MS)}>»</button>
      <small>${nudged}</small>
    </div>
    <label class="group">
      <small>clock</small>
      <select
        aria-label="Clock"
        @change=${(event: Event) => actions.order({ do: "clock", source: (event.target as HTMLSelectElement).value })}
      >
        ${clock.choices.map(
          (each) => html`<option value=${each} .selected=${live(each === clock.choice)}>${titleOf(each)}</option>`,
        )}
      </select>
    </label>
    <label class="group" title="Start and stop of the clock source are obeyed">
      <input
        type="checkbox"
        .checked=${live(clock.followsTransport)}
        @change=${(event: Event) =>
          actions.order({ do: "clock-follow", transport: (event.target as HTMLInputElement).checked })}
      />
      <small>its start and stop</small>
    </label>
    <label class="group" title="Beta: the tempo follows the live voice where no clock leads">
      <input
        type="checkbox"
        .checked=${live(clock.followsDrummer)}
        @change=${(event: Event) =>
          actions.order({ do: "follow-drummer", on: (event.target as HTMLInputElement).checked })}
      />
      <small>follow the drummer</small>
    </label>
    <div class="source" title=${clock.why}>
      ${source}${state} <small>${qualityOf(clock)}</small>
      ${clock.trouble === "" ? nothing : html`<em>${clock.trouble}</em>`}
    </div>
  `;
};

import { html, nothing, type TemplateResult } from "lit-html";
import type { ClockDetail } from "../../../shared/protocol/clock.ts";
import type { TransportState } from "../../../shared/protocol/state.ts";
import { ACTIONS } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { titleOf } from "./action-button.ts";
import { control } from "./control.ts";

/** What one press of a nudge button moves the beats by. */
const NUDGE_MS = 5;

/** A choice of the clock's source, for people. */
const titleOfClock = (choice: unknown): string => {
  if (choice === "auto") return "whoever is heard";
  if (choice === "internal") return "internal";
  if (choice === "link") return "Ableton Link";
  return String(choice).replace(/^midi:/, "MIDI clock: ");
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
export const clockView = (transport: TransportState, state: DeskState): TemplateResult => {
  const { source, sourceState, clock } = transport;
  const heard = sourceState === "locked" ? nothing : html` <em>${sourceState}</em>`;
  if (clock === undefined) return html`<div class="source"><small>clock</small> ${source}${heard}</div>`;
  // What the list beside it says already is not said twice.
  const shown = clock.choice === "internal" && sourceState === "locked" && clock.trouble === "" ? nothing : source;
  const nudged = clock.nudged === 0 ? "" : `${clock.nudged > 0 ? "+" : "−"}${Math.abs(clock.nudged)} ms`;
  const nudge = (ms: number): void => void state.orders.order({ do: "nudge", ms });
  const tap = (): void => ACTIONS.tap.act(state, { by: "desk" });
  return html`
    <div class="group">
      <button
        class="plain"
        title=${titleOf(ACTIONS.tap)}
        @pointerdown=${tap}
        @click=${(event: MouseEvent) => event.detail === 0 && tap()}
      >
        ${ACTIONS.tap.label}
      </button>
      <button class="step" title="Every beat ${NUDGE_MS} ms earlier" aria-label="Earlier" @click=${() => nudge(-NUDGE_MS)}>«</button>
      <button class="step" title="Every beat ${NUDGE_MS} ms later" aria-label="Later" @click=${() => nudge(NUDGE_MS)}>»</button>
      <small class="nudged">${nudged}</small>
    </div>
    ${control("clock", { label: "clock", name: "Clock", className: "group", choices: clock.choices, title: titleOfClock }, state)}
    ${control("clock-follow", { label: "its start and stop", className: "group" }, state)}
    ${control("follow-drummer", { label: "follow the drummer", className: "group" }, state)}
    <div class="source" title=${clock.trouble === "" ? clock.why : clock.trouble}>
      ${shown}${heard} <small>${qualityOf(clock)}</small>
      ${clock.trouble === "" ? nothing : html`<em>${clock.trouble}</em>`}
    </div>
  `;
};

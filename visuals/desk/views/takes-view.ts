import "../takes.css";
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { LogState } from "../../../shared/protocol/takes.ts";
import { ACTIONS } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { actionButton } from "./action-button.ts";
import { lengthOf } from "./length-of.ts";
import { replayView } from "./replay-view.ts";
import { sizeOf } from "./size-of.ts";
import { takeLine } from "./take-line.ts";

/** Takes are begun, ended and kept here; those there are stand below, and what is played of them. */
export const takesView = (state: DeskState): TemplateResult | typeof nothing => {
  const { log, takes } = state.snapshot ?? {};
  if (log === undefined || takes === undefined) return nothing;
  return html`
    <section class="status takes" aria-label="Takes">
      <h2>Takes</h2>
      <div class="row">
        ${actionButton(ACTIONS.take, state)} ${actionButton(ACTIONS.keep, state)} ${actionButton(ACTIONS.mark, state)}
      </div>
      <p class=${log.take === null && log.stopped === null ? "quiet" : ""}>${wordsFor(log, state.page.now())}</p>
      ${replayView(state)}
      <ul>
        ${repeat(
          takes.takes.filter(({ name }) => name !== log.take?.name),
          ({ name }) => name,
          (take) => takeLine(take, state),
        )}
      </ul>
      ${takes.deleted.map((name) => deletedLine(name, state))}
    </section>
  `;
};

const wordsFor = ({ take, stopped, keptSince, bytes, free, marks }: LogState, now: number): TemplateResult | string => {
  if (stopped !== null) return html`<em>Nothing is recorded: ${stopped}.</em>`;
  const room = free === null ? "" : `, ${sizeOf(free)} free`;
  if (take === null)
    return keptSince === null
      ? "What is played is kept for ten minutes."
      : `What is played is kept: ${lengthOf(Math.min(now - keptSince, 600_000))} can be made a take${room}.`;
  const marked = marks.filter(({ at }) => at >= take.since).length;
  return html`<b>${lengthOf(now - take.since)}</b>, ${sizeOf(bytes)}${room}${marked === 0 ? "" : `, marks: ${marked}`}<br /><span>${take.name}</span>`;
};

const deletedLine = (name: string, { orders }: DeskState): TemplateResult => html`
  <p class="quiet">
    ${name} is deleted.
    <button @click=${() => orders.order({ do: "take-undelete", take: name })}>Undo</button>
  </p>
`;

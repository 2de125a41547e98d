import "../recording.css";
import { html, nothing, type TemplateResult } from "lit-html";
import type { RecordingState } from "../../../shared/protocol/recording.ts";
import { ACTIONS } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { titleOf } from "./action-button.ts";
import { lengthOf } from "./length-of.ts";
import { sizeOf } from "./size-of.ts";

/** Begins and ends a recording of a stage; says how long and how large it is by now, or which file it was. */
export const recordingView = (state: DeskState): TemplateResult => {
  const recording = state.snapshot?.recording ?? null;
  const on = recording !== null && recording.until === null;
  const isEnding = on && recording.ending;
  const stages = (state.snapshot?.projectors?.projectors ?? []).filter((one) => one.stages > 0);
  return html`
    <section class="status recording" aria-label="Recording">
      <h2>Recording</h2>
      <div class="row">
        <button
          class=${on ? "on" : ""}
          title=${titleOf(ACTIONS.record)}
          ?disabled=${isEnding}
          @click=${() => ACTIONS.record.act(state, { by: "desk" })}
        >
          <i></i>${isEnding ? "Ending" : on ? "End" : ACTIONS.record.label}
        </button>
        ${
          stages.length < 2
            ? nothing
            : stages.map(
                ({ name }) =>
                  html`<button title="Record this projector" ?disabled=${on} @click=${() => state.orders.order({ do: "record", on: true, projector: name })}>${name}</button>`,
              )
        }
      </div>
      <p class=${on ? "" : "quiet"}>
        ${recording === null || recording.file === "" ? "The picture of a stage, and its sound, to a file." : wordsFor(recording, state.page.now())}
      </p>
    </section>
  `;
};

/** A light for the top of the desk while a recording goes on; nothing otherwise. */
export const recordingLight = ({ snapshot, page }: DeskState): TemplateResult | typeof nothing => {
  const recording = snapshot?.recording ?? null;
  if (recording === null || recording.until !== null) return nothing;
  return html`<span class="badge recording-light" title=${recording.file}>${lengthOf(page.now() - recording.since)}</span>`;
};

const wordsFor = ({ file, since, until, bytes, stage }: RecordingState, now: number): TemplateResult => html`
  <b>${lengthOf((until ?? now) - since)}</b>, ${sizeOf(bytes)}${until === null ? html`, stage ${stage}` : ""}<br /><span>${file}</span>
`;

import "../recording.css";
import { html, nothing, type TemplateResult } from "lit-html";
import type { RecordingState } from "../../../shared/protocol/recording.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { sizeOf } from "./size-of.ts";

/** Begins and ends a recording of a stage; says how long and how large it is by now, or which file it was. */
export const recordingView = (state: DeskState, actions: DeskActions, now: number): TemplateResult => {
  const recording = state.snapshot?.recording ?? null;
  const on = recording !== null && recording.until === null;
  const stages = (state.snapshot?.projectors?.projectors ?? []).filter((one) => one.stages > 0);
  return html`
    <section class="status recording" aria-label="Recording">
      <h2>Recording</h2>
      <div class="row">
        ${
          on
            ? html`<button class="on" title="End the recording (R)" ?disabled=${recording.ending} @click=${() => actions.order({ do: "record", on: false })}>
                <i></i>${recording.ending ? "Ending" : "End"}
              </button>`
            : html`<button title="Record the first stage that was opened to a file of the server (R)" @click=${() => actions.order({ do: "record", on: true })}>
                <i></i>Record
              </button>`
        }
        ${
          on || stages.length < 2
            ? nothing
            : stages.map(
                ({ name }) =>
                  html`<button title="Record this projector" @click=${() => actions.order({ do: "record", on: true, projector: name })}>${name}</button>`,
              )
        }
      </div>
      ${recording === null || recording.file === "" ? nothing : html`<p class=${on ? "" : "quiet"}>${wordsFor(recording, now)}</p>`}
    </section>
  `;
};

/** A light for the top of the desk while a recording goes on; nothing otherwise. */
export const recordingLight = ({ snapshot }: DeskState, now: number): TemplateResult | typeof nothing => {
  const recording = snapshot?.recording ?? null;
  if (recording === null || recording.until !== null) return nothing;
  return html`<span class="badge recording-light" title=${recording.file}>${lengthOf(now - recording.since)}</span>`;
};

const wordsFor = ({ file, since, until, bytes, stage }: RecordingState, now: number): TemplateResult => html`
  <b>${lengthOf((until ?? now) - since)}</b>, ${sizeOf(bytes)}${until === null ? html`, stage ${stage}` : ""}<br /><span>${file}</span>
`;

/** As a clock shows it: `1:02:03`, `2:03`. */
const lengthOf = (length: number): string => {
  const seconds = Math.max(0, Math.floor(length / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(seconds % 60)}`;
};

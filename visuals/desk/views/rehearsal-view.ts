import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskState } from "../desk-state.ts";
import { control } from "./control.ts";

/** What is counted and clicked while a band rehearses. */
export const rehearsalView = (state: DeskState): TemplateResult | typeof nothing => {
  if (state.snapshot?.rehearsal === undefined) return nothing;
  return html`
    <section class="status rehearsal" aria-label="Rehearsal">
      <h2>Rehearsal</h2>
      <div class="row">
        ${control("metronome", { label: "click on every beat", name: "Metronome", className: "group" }, state)}
        ${control("count-in", { label: "count in", name: "Count in", className: "group", choices: [0, 1, 2, 4] }, state)}
      </div>
      ${control("metronome-level", { label: "level", name: "Metronome level" }, state)}
    </section>
  `;
};

import { html, type TemplateResult } from "lit-html";
import { type Difference, differencesOf } from "../figures.ts";
import type { TakeState } from "../take-state.ts";
import { differenceText, figureText } from "./figure-text.ts";

/** The figures of the take, and of the one it is compared with, and by how much they differ. */
export const differencesView = ({ shown }: TakeState): TemplateResult | string => {
  const [one, other] = shown.map(({ summary }) => summary);
  if (one == null) return "";
  const isCompared = other != null;
  const rows: readonly Difference[] = differencesOf(one, other ?? one);
  return html`
    <section class="figures-of" aria-label="Figures">
      <table>
        <thead>
          <tr>
            <th></th>
            <th>${isCompared ? one.name : "Figures"}</th>
            ${isCompared ? html`<th>${other.name}</th><th>Difference</th>` : ""}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th>${row.name}</th>
              <td>${figureText(row.one, row)}</td>
              ${isCompared ? html`<td>${figureText(row.other, row)}</td><td>${differenceText(row.difference, row)}</td>` : ""}
            </tr>`,
          )}
        </tbody>
      </table>
    </section>
  `;
};

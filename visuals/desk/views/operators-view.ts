import "../operators.css";
import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskState } from "../desk-state.ts";

/** The way in for a tablet or another machine, as a code and a link; on the machine that plays only. */
export const operatorsView = ({ snapshot }: DeskState): TemplateResult | typeof nothing => {
  const link = snapshot?.deskLink;
  if (link === undefined) return nothing;
  return html`
    <section class="status operators" aria-label="Other machines">
      <h2>Other machines</h2>
      <details>
        <summary>Let another machine operate</summary>
        <img src="/desk.svg" alt="QR code of the desk for other machines" width="180" height="180" />
        <p><a href=${link}>${link}</a></p>
        <p class="quiet">Whoever has this code operates the show. Without it a machine sees the stage, and no more.</p>
      </details>
    </section>
  `;
};

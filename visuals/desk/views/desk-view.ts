import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ACTIONS, lineOf } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { mediaView } from "./media-view.ts";
import { operatorsView } from "./operators-view.ts";
import { pictureView } from "./picture-view.ts";
import { projectorsView } from "./projectors-view.ts";
import { recordingView } from "./recording-view.ts";
import { rehearsalView } from "./rehearsal-view.ts";
import { scenesView } from "./scenes-view.ts";
import { statusView } from "./status-view.ts";
import { takesView } from "./takes-view.ts";
import { transportView } from "./transport-view.ts";
import { voiceView } from "./voice-view.ts";

/** The whole page. */
export const deskView = (state: DeskState): TemplateResult => {
  const { snapshot, connection, page } = state;
  return html`
    ${snapshot?.objection === undefined ? transportView(state) : nothing}
    ${connection === "lost" ? html`<p class="banner" role="alert">The connection to the server is lost. It is being restored; what you see is how it was.</p>` : nothing}
    ${
      snapshot === null
        ? html`<p class="waiting">Waiting for the server…</p>`
        : snapshot.objection !== undefined
          ? html`<p class="waiting" role="alert">${snapshot.objection}</p>`
          : html`<main class=${connection}>
            <div class="voices">
              ${repeat(
                snapshot.voices,
                (voice) => voice.name,
                (voice, place) => voiceView(voice, place, state),
              )}
            </div>
            ${scenesView(state)}
            <aside>${pictureView(state)} ${mediaView(state)} ${projectorsView(state)} ${rehearsalView(state)} ${takesView(state)} ${recordingView(state)} ${operatorsView(state)} ${statusView({ status: snapshot.status, now: page.now() })}</aside>
          </main>`
    }
    ${state.helpOpen ? help(state) : nothing}
    <div class="toasts" aria-live="assertive">
      ${repeat(
        state.toasts,
        (toast) => toast.id,
        (toast) => html`<button class="toast" title="Dismiss" @click=${() => page.dismiss(toast.id)}>
          ${toast.text}${toast.count > 1 ? html` <b>×${toast.count}</b>` : nothing}
        </button>`,
      )}
    </div>
  `;
};

const help = ({ page }: DeskState): TemplateResult => html`
  <div class="help" role="dialog" aria-label="Keys" @click=${() => page.openHelp(false)}>
    <table>
      <tbody>
        ${Object.values(ACTIONS).map((action) =>
          action.shownKeys === ""
            ? nothing
            : html`<tr><th><kbd>${action.shownKeys}</kbd></th><td>${lineOf(action)}</td></tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

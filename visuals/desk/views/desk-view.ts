import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { KEY_HELP } from "../keys.ts";
import { mediaView } from "./media-view.ts";
import { pictureView } from "./picture-view.ts";
import { projectorsView } from "./projectors-view.ts";
import { recordingView } from "./recording-view.ts";
import { scenesView } from "./scenes-view.ts";
import { statusView } from "./status-view.ts";
import { transportView } from "./transport-view.ts";
import { voiceView } from "./voice-view.ts";

/** The whole page. `now` is the server's time, for the age of reports. */
export const deskView = (state: DeskState, actions: DeskActions, now: number): TemplateResult => {
  const { snapshot, connection } = state;
  return html`
    ${transportView(state, actions, now)}
    ${connection === "lost" ? html`<p class="banner" role="alert">The connection to the server is lost. It is being restored; what you see is how it was.</p>` : nothing}
    ${
      snapshot === null
        ? html`<p class="waiting">Waiting for the server…</p>`
        : html`<main class=${connection}>
            <div class="voices">
              ${repeat(
                snapshot.voices,
                (voice) => voice.name,
                (voice, place) => voiceView(voice, place, state, actions),
              )}
            </div>
            ${scenesView(state, actions)}
            <aside>${pictureView(state, actions)} ${mediaView(state, actions)} ${projectorsView(state, actions)} ${recordingView(state, actions, now)} ${statusView({ status: snapshot.status, now })}</aside>
          </main>`
    }
    ${state.helpOpen ? help(actions) : nothing}
    <div class="toasts" aria-live="assertive">
      ${repeat(
        state.toasts,
        (toast) => toast.id,
        (toast) => html`<button class="toast" title="Dismiss" @click=${() => actions.dismiss(toast.id)}>
          ${toast.text}${toast.count > 1 ? html` <b>×${toast.count}</b>` : nothing}
        </button>`,
      )}
    </div>
  `;
};

const help = (actions: DeskActions): TemplateResult => html`
  <div class="help" role="dialog" aria-label="Keys" @click=${() => actions.openHelp(false)}>
    <table>
      <tbody>
        ${KEY_HELP.map(([keys, does]) => html`<tr><th><kbd>${keys}</kbd></th><td>${does}</td></tr>`)}
      </tbody>
    </table>
  </div>
`;

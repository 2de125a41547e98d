import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { KEYS } from "../keys.ts";
import type { TakeState } from "../take-state.ts";
import { differencesView } from "./differences-view.ts";
import { practiceView } from "./practice-view.ts";
import { takeView } from "./take-view.ts";

/** The whole page. */
export const takePageView = (state: TakeState): TemplateResult => {
  const { connection, objection, shown, toasts, page } = state;
  return html`
    <header class="top">
      <a href="/desk" title="To the desk">Antiphon</a>
      <span class="badge ${connection}" role="status">${{ connecting: "connecting…", open: "", lost: "connection lost" }[connection]}</span>
      <small class="keys" title=${KEY_LINES}>Space plays, L loops, drag to choose</small>
    </header>
    ${
      objection !== null
        ? html`<p class="waiting" role="alert">${objection}</p>`
        : shown.length === 0
          ? html`<p class="waiting">No take is named; <a href="/desk">the desk</a> lists those there are.</p>`
          : html`<main class="takes-page">
            ${repeat(
              shown,
              ({ name }) => name,
              (take, index) => takeView(take, index, state),
            )}
            ${differencesView(state)}
          </main>
          ${practiceView(state)}`
    }
    <div class="toasts" aria-live="assertive">
      ${repeat(
        toasts,
        ({ id }) => id,
        ({ id, text }) => html`<button class="toast" title="Dismiss" @click=${() => page.dismiss(id)}>${text}</button>`,
      )}
    </div>
  `;
};

const KEY_LINES = Object.entries(KEYS)
  .map(([key, { about }]) => `${key === " " ? "Space" : key.replace("Arrow", "").toUpperCase()}: ${about}`)
  .join("\n");

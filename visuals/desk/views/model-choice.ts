import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { ref } from "lit-html/directives/ref.js";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { DeskState, PageOwn } from "../desk-state.ts";

/** What stands for typing a folder or an address. */
const OTHER = "";

/** Which checkpoint plays a voice: one of those the server knows, or any other, typed. */
export const modelChoice = ({ name, model }: VoiceState, { orders, page, ...state }: DeskState): TemplateResult => {
  const path = `voice/${name}/model`;
  const change = (wanted: string): void => orders.turn(path, wanted);
  if (state.naming === name) return typed(name, change, page);
  const shown = orders.shown<string>(path) ?? "";
  const known = new Set([...(state.snapshot?.models ?? []), model ?? "", shown]);
  return html`<label class="wide">
    <small>${orders.isUnderWay(path) ? html`<em>changing on a bar line…</em>` : "model"}</small>
    <select
      aria-label="${name} model"
      @change=${(event: Event) => {
        const wanted = (event.target as HTMLSelectElement).value;
        if (wanted === OTHER) page.nameModel(name);
        else change(wanted);
      }}
    >
      ${[...known]
        .filter((each) => each !== "")
        .map((each) => html`<option value=${each} .selected=${live(each === shown)}>${shortened(each)}</option>`)}
      <option value=${OTHER}>another…</option>
    </select>
  </label>`;
};

/** The field closes with Enter, which changes the model, and when it is left. */
const typed = (voice: string, change: (model: string) => void, page: PageOwn): TemplateResult => html`
  <label class="wide">
    <small>model: folder or address</small>
    <input
      aria-label="${voice} model, typed"
      placeholder="models/… or https://…"
      autocomplete="off"
      spellcheck="false"
      ${ref((field) => (field as HTMLInputElement | undefined)?.focus())}
      @change=${(event: Event) => {
        const wanted = (event.target as HTMLInputElement).value.trim();
        if (wanted !== "") change(wanted);
        page.nameModel(null);
      }}
      @blur=${() => page.nameModel(null)}
    />
  </label>
`;

/** The end of a long path says most. */
const shortened = (model: string): string =>
  model.length > 34 ? `…${model.slice(-33)}` : model.replace(/^models\//, "");

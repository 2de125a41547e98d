import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { ref } from "lit-html/directives/ref.js";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";

/** What stands for typing a folder or an address. */
const OTHER = "";

/** Which checkpoint plays a voice: one of those the server knows, or any other, typed. */
export const modelChoice = (voice: VoiceState, state: DeskState, actions: DeskActions): TemplateResult => {
  const key = `${voice.name} model`;
  const change = (model: string): void => state.orders.hold(key, model, { do: "model", voice: voice.name, model });
  if (state.naming === voice.name) return typed(voice, change, actions);
  const model = state.orders.held(key, voice.model ?? "");
  const known = new Set([...(state.snapshot?.models ?? []), voice.model ?? "", model]);
  return html`<label class="wide">
    <small>${state.orders.isUnderWay(key) ? html`<em>changing on a bar line…</em>` : "model"}</small>
    <select
      aria-label="${voice.name} model"
      @change=${(event: Event) => {
        const wanted = (event.target as HTMLSelectElement).value;
        if (wanted === OTHER) actions.nameModel(voice.name);
        else change(wanted);
      }}
    >
      ${[...known]
        .filter((each) => each !== "")
        .map((each) => html`<option value=${each} .selected=${live(each === model)}>${shortened(each)}</option>`)}
      <option value=${OTHER}>another…</option>
    </select>
  </label>`;
};

/** The field closes with Enter, which changes the model, and when it is left. */
const typed = (voice: VoiceState, change: (model: string) => void, actions: DeskActions): TemplateResult => html`
  <label class="wide">
    <small>model: folder or address</small>
    <input
      aria-label="${voice.name} model, typed"
      placeholder="models/… or https://…"
      autocomplete="off"
      spellcheck="false"
      ${ref((field) => (field as HTMLInputElement | undefined)?.focus())}
      @change=${(event: Event) => {
        const wanted = (event.target as HTMLInputElement).value.trim();
        if (wanted !== "") change(wanted);
        actions.nameModel(null);
      }}
      @blur=${() => actions.nameModel(null)}
    />
  </label>
`;

/** The end of a long path says most. */
const shortened = (model: string): string =>
  model.length > 34 ? `…${model.slice(-33)}` : model.replace(/^models\//, "");

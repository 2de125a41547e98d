import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { settingAt } from "../../../shared/controls/controls.ts";
import type { DeskState } from "../desk-state.ts";
import { hintOf } from "../hint.ts";
import { type SliderLook, slider } from "./slider.ts";

/** How a control looks where it stands; what it is comes from its description. */
export interface ControlLook extends SliderLook {
  readonly className?: string;
  /** The values to choose from, where the description leaves them open or has too many. */
  readonly choices?: readonly unknown[];
  /** A value for people. */
  readonly title?: (value: unknown) => string;
  /** A number that is typed, and not turned. */
  readonly typed?: boolean;
  /** What stands beside a box to tick, where that is more than a label. */
  readonly detail?: TemplateResult;
}

/** What turns the setting at `path`: a slider, a list or a box to tick. Nothing where the server has no such value. */
export const control = (path: string, look: ControlLook, state: DeskState): TemplateResult | typeof nothing => {
  const { hand } = settingAt(path).setting;
  const value = state.orders.shown(path, look.coming);
  if (value === undefined && look.usual === undefined) return nothing;
  if (look.choices !== undefined || hand === "choice") return list(path, value, look, state);
  if (look.typed === true) return field(path, value, look, state);
  return hand === "switch" ? box(path, value, look, state) : slider(path, value, look, state);
};

const list = (path: string, value: unknown, look: ControlLook, { orders }: DeskState): TemplateResult => {
  const { setting } = settingAt(path);
  const { label, name = label, hint = hintOf(path), className = "", choices = setting.choices ?? [] } = look;
  const { title = (each) => withUnit(each, setting.unit) } = look;
  const shown = title(value);
  const all = choices.some((each) => title(each) === shown) ? choices : [...choices, value];
  return html`<label class=${className} title=${hint}>
    <small>${label}</small>
    <select
      aria-label=${name}
      @change=${(event: Event) => orders.turn(path, all[(event.target as HTMLSelectElement).selectedIndex])}
    >
      ${all.map(
        (each) =>
          html`<option value=${typeof each === "object" ? title(each) : each} .selected=${live(title(each) === shown)}>
            ${title(each)}
          </option>`,
      )}
    </select>
  </label>`;
};

/** `2 bars`, `1 bar`, `auto`. */
const withUnit = (value: unknown, unit: string): string => {
  if (typeof value !== "number" || unit === "") return String(value);
  return `${value} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
};

const field = (path: string, value: unknown, look: ControlLook, { orders }: DeskState): TemplateResult => {
  const { reach, unit } = settingAt(path).setting;
  return html`<label class=${look.className ?? ""} title=${look.hint ?? hintOf(path)}>
    <small>${unit === "" ? look.label : `${look.label}, ${unit}`}</small>
    <input
      type="number"
      min=${reach?.min ?? nothing}
      max=${reach?.max ?? nothing}
      aria-label=${look.name ?? look.label}
      .value=${live(String(value))}
      @change=${(event: Event) => orders.turn(path, Number((event.target as HTMLInputElement).value))}
    />
  </label>`;
};

const box = (path: string, value: unknown, look: ControlLook, { orders }: DeskState): TemplateResult => html`
  <label class=${look.className ?? ""} title=${look.hint ?? hintOf(path)}>
    <input
      type="checkbox"
      .checked=${live(value === true)}
      @change=${(event: Event) => orders.turn(path, (event.target as HTMLInputElement).checked)}
    />
    ${look.detail ?? html`<small>${look.label}</small>`}
  </label>
`;

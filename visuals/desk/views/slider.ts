import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { settingAt } from "../../../shared/controls/controls.ts";
import type { DeskState } from "../desk-state.ts";
import { capital, hintOf } from "../hint.ts";

const FINEST = 0.01;

export interface SliderLook {
  readonly label: string;
  /** For those who do not see where it stands; the label if it says enough. */
  readonly name?: string;
  /** What turning it up does, where its description says less. */
  readonly hint?: string;
  /** Where its bounds are narrower than those of its kind. */
  readonly bounds?: { readonly min: number; readonly max: number; readonly step: number };
  /** What null is at the moment. */
  readonly usual?: number;
  /** What it will be, where that is known. */
  readonly coming?: number | undefined;
  /** Who has it while it is null. */
  readonly auto?: string;
  /** What gives it back, in place of a button "auto". */
  readonly end?: TemplateResult;
}

/** A number under the finger; it gives the keys back when it is let go. One that may be null can be given back. */
export const slider = (path: string, value: unknown, look: SliderLook, { orders }: DeskState): TemplateResult => {
  const { reach, unit, canBeNull } = settingAt(path).setting;
  const { label, name = label, hint = hintOf(path), usual, auto = "by itself" } = look;
  const { min, max, step } = look.bounds ?? { min: 0, max: 1, ...reach, step: FINEST };
  const number = typeof value === "number" ? value : usual;
  const at = number ?? (min + max) / 2;
  const end = canBeNull
    ? html`<button
        class="toggle auto"
        aria-label="${name} ${auto}"
        aria-pressed=${value === null}
        title="${capital(auto)}, or by hand"
        @click=${() => orders.turn(path, value === null ? at : null)}
      >
        auto
      </button>`
    : nothing;
  return html`
    <div class="slider ${number === undefined ? "unset" : ""}" title=${hint}>
      <small>${label}</small>
      <input
        type="range"
        min=${min}
        max=${max}
        step=${step}
        aria-label=${name}
        .value=${live(String(at))}
        @input=${(event: Event) => orders.turn(path, Number((event.target as HTMLInputElement).value))}
        @pointerup=${(event: Event) => (event.target as HTMLInputElement).blur()}
      />
      <output>${number === undefined ? "–" : number.toFixed(2)}${unit === "" ? "" : ` ${unit}`}</output>
      ${look.end ?? end}
    </div>
  `;
};

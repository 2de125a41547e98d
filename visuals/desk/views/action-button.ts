import { html, nothing, type TemplateResult } from "lit-html";
import { type Action, lineOf, type Press } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";

interface ButtonLook {
  readonly className?: string;
  /** The voice that is meant, by name. */
  readonly voice?: string;
  /** Where a sign stands in place of the label. */
  readonly sign?: string;
}

/** The button that does the same as the keys of `action`. */
export const actionButton = (action: Action, state: DeskState, look: ButtonLook = {}): TemplateResult => {
  const { className = "", voice, sign } = look;
  const press: Press = { by: "desk", voice };
  const on = action.isOn(state, press);
  return html`<button
    class="${on === null ? "" : "toggle"} ${className}"
    title=${titleOf(action)}
    aria-label=${sign === undefined ? nothing : action.label}
    aria-pressed=${on ?? nothing}
    @click=${() => action.act(state, press)}
  >
    ${sign ?? action.label}
  </button>`;
};

/** `Blackout: fades to black and back (B)`. */
export const titleOf = (action: Action): string =>
  action.shownKeys === "" ? lineOf(action) : `${lineOf(action)} (${action.shownKeys})`;

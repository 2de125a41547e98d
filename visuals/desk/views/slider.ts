import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

export interface SliderLook {
  readonly label: string;
  /** What turning it up does; shown as a hint. */
  readonly hint?: string;
  /** For those who do not see it; the label if it says enough. */
  readonly name?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly turn: (value: number) => void;
  /** A button at its end, say to give it back. */
  readonly end?: TemplateResult;
}

/** A value under the finger; it gives the keys back when it is let go. */
export const slider = ({ label, hint = "", name = label, end, ...look }: SliderLook): TemplateResult => html`
  <div class="slider" title=${hint}>
    <small>${label}</small>
    <input
      type="range"
      min=${look.min}
      max=${look.max}
      step=${look.step}
      aria-label=${name}
      .value=${live(String(look.value))}
      @input=${(event: Event) => look.turn(Number((event.target as HTMLInputElement).value))}
      @pointerup=${(event: Event) => (event.target as HTMLInputElement).blur()}
    />
    <output>${look.value.toFixed(2)}</output>
    ${end ?? nothing}
  </div>
`;

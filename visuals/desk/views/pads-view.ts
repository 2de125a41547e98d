import { html, type TemplateResult } from "lit-html";
import { clamp01 } from "../../../shared/math/numbers.ts";
import type { PageOwn } from "../desk-state.ts";
import { drumTitle, PADS } from "../pads.ts";

const SOFTEST = 30;
const LOUDEST = 127;

/** Nine pads: the higher they are struck, the louder. */
export const padsView = (page: PageOwn): TemplateResult => html`
  <div class="pads" role="group" aria-label="Pads">
    ${PADS.map(
      ({ key, drum }) => html`<button
        data-pad=${drum}
        @pointerdown=${(event: PointerEvent) => {
          event.preventDefault();
          page.play(drum, velocityOf(event));
        }}
      >
        ${drumTitle(drum)}<kbd>${key.toUpperCase()}</kbd>
      </button>`,
    )}
  </div>
`;

const velocityOf = (event: PointerEvent): number => {
  const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const up = 1 - clamp01((event.clientY - top) / height);
  return Math.round(SOFTEST + (LOUDEST - SOFTEST) * up);
};

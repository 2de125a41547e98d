import { html, type nothing, type TemplateResult } from "lit-html";
import { PALETTES, type Palette, paletteNamed } from "../../../shared/picture/palette.ts";
import { PASSES, type PassName } from "../../../shared/picture/passes.ts";
import { TRANSITIONS } from "../../../shared/picture/transitions.ts";
import type { DirectorState } from "../../../shared/protocol/picture.ts";
import { ACTIONS } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { actionButton } from "./action-button.ts";
import { control } from "./control.ts";

/** How the picture looks whichever scene is on: colours, how scenes change, intensity, and the passes over it. */
export const lookView = (director: DirectorState, state: DeskState): TemplateResult => html`
  <div class="panel">
    <h3>Colours</h3>
    <div class="swatches">${director.palettes.map((name) => swatch(name, director, state))}</div>
    <h3>Scenes change by</h3>
    <div class="row">
      ${[null, ...TRANSITIONS].map(
        (name) => html`<button
          class="toggle"
          aria-pressed=${state.transition === name}
          @click=${() => state.page.chooseTransition(name)}
        >
          ${name === null ? "any" : name.replace("-", " ")}
        </button>`,
      )}
    </div>
  </div>
  <div class="panel">
    <h3>Over the picture</h3>
    <div class="row">${actionButton(ACTIONS.bypass, state)}</div>
    ${control("intensity", { label: "intensity", coming: director.next[0]?.intensity }, state)}
    ${PASSES.map((pass) => dose(pass, director, state))}
  </div>
`;

const swatch = (name: string, { cue, next }: DirectorState, state: DeskState): TemplateResult => {
  const palette = paletteNamed(name, [...(state.snapshot?.palettes ?? []), ...PALETTES]);
  const on = name === cue.palette;
  const coming = !on && name === next[0]?.palette;
  return html`<button
    class="swatch ${on ? "on" : ""} ${coming ? "next" : ""}"
    aria-pressed=${on}
    data-palette=${name}
    style="background: ${groundOf(palette)}"
    @click=${() => state.orders.turn("palette", name)}
  >
    <span class="stripe">${coloursOf(palette).map((colour) => html`<b style="background: ${colour}"></b>`)}</span>
    ${name}
  </button>`;
};

const groundOf = ({ night, horizon }: Palette): string => `linear-gradient(${night} 30%, ${horizon})`;

const coloursOf = ({ voices, video }: Palette): readonly string[] => [...voices.slice(0, 4), video];

/** A pass is the director's until it is turned here. */
const dose = (pass: PassName, { cue }: DirectorState, state: DeskState): TemplateResult | typeof nothing =>
  control(
    `pass/${pass}`,
    { label: pass.replace("-", " "), name: pass, usual: cue.passes[pass], auto: "by the director" },
    state,
  );

import { html, type TemplateResult } from "lit-html";
import { PALETTES, type Palette, paletteNamed } from "../../../shared/picture/palette.ts";
import { PASSES, type PassName } from "../../../shared/picture/passes.ts";
import { TRANSITIONS } from "../../../shared/picture/transitions.ts";
import type { DirectorState } from "../../../shared/protocol/picture.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import { slider } from "./slider.ts";

/** How the picture looks whichever scene is on: colours, how scenes change, intensity, and the passes over it. */
export const lookView = (director: DirectorState, state: DeskState, actions: DeskActions): TemplateResult => html`
  <div class="panel">
    <h3>Colours</h3>
    <div class="swatches">${director.palettes.map((name) => swatch(name, director, state, actions))}</div>
    <h3>Scenes change by</h3>
    <div class="row">
      ${[null, ...TRANSITIONS].map(
        (name) => html`<button
          class="toggle"
          aria-pressed=${state.transition === name}
          @click=${() => actions.chooseTransition(name)}
        >
          ${name === null ? "any" : name.replace("-", " ")}
        </button>`,
      )}
    </div>
  </div>
  <div class="panel">
    <h3>Over the picture</h3>
    ${intensity(director, state)} ${PASSES.map((pass) => dose(pass, director, state))}
  </div>
`;

const swatch = (name: string, { cue, next }: DirectorState, state: DeskState, actions: DeskActions): TemplateResult => {
  const palette = paletteNamed(name, [...(state.snapshot?.palettes ?? []), ...PALETTES]);
  const on = name === cue.palette;
  const coming = !on && name === next[0]?.palette;
  return html`<button
    class="swatch ${on ? "on" : ""} ${coming ? "next" : ""}"
    aria-pressed=${on}
    data-palette=${name}
    style="background: ${groundOf(palette)}"
    @click=${() => actions.order({ do: "cue", palette: name })}
  >
    <span class="stripe">${coloursOf(palette).map((colour) => html`<b style="background: ${colour}"></b>`)}</span>
    ${name}
  </button>`;
};

const groundOf = ({ night, horizon }: Palette): string => `linear-gradient(${night} 30%, ${horizon})`;

const coloursOf = ({ voices, video }: Palette): readonly string[] => [...voices.slice(0, 4), video];

const intensity = ({ cue, next }: DirectorState, state: DeskState): TemplateResult =>
  slider({
    label: "intensity",
    hint: "How much of itself the scene gives, from the next bar line until the director thinks otherwise",
    min: 0,
    max: 1,
    step: 0.05,
    value: state.orders.held<number>("intensity", (next[0] ?? cue).intensity),
    turn: (value) => state.orders.hold("intensity", value, { do: "cue", intensity: value }),
  });

/** A pass is the director's until it is turned here. */
const dose = (pass: PassName, { cue }: DirectorState, state: DeskState): TemplateResult => {
  const key = `pass ${pass}`;
  const set = state.orders.held<number | null>(key, state.snapshot?.picture?.passes[pass] ?? null);
  const turn = (value: number | null): void => state.orders.hold(key, value, { do: "pass", pass, dose: value });
  const end = html`<button
    class="toggle auto"
    aria-label="${pass} by the director"
    aria-pressed=${set === null}
    title="By the director, or by hand"
    @click=${() => turn(set === null ? cue.passes[pass] : null)}
  >
    auto
  </button>`;
  return slider({
    label: pass.replace("-", " "),
    name: pass,
    min: 0,
    max: 1,
    step: 0.01,
    value: set ?? cue.passes[pass],
    turn,
    end,
  });
};

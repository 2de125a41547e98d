import "../projectors.css";
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { ProjectorChanges } from "../../../shared/controls/projectors.ts";
import { PLAIN_PROJECTOR, TEST_PATTERNS } from "../../../shared/mapping/plain-projector.ts";
import { type Point, withCorner } from "../../../shared/mapping/point.ts";
import { blendFor } from "../../../shared/mapping/soft-edge.ts";
import type { ProjectorState, ProjectorsState } from "../../../shared/protocol/projectors.ts";
import { sideBySide } from "../../mapping/arrange.ts";
import type { DeskActions, DeskState } from "../desk-state.ts";
import type { Orders } from "../orders.ts";
import { slider } from "./slider.ts";

const OVERLAP = 0.1;
const CORNERS = ["↖", "↗", "↘", "↙"] as const;

/** What a projector's parts need to be drawn and changed. */
interface Hand {
  readonly projector: ProjectorState;
  readonly orders: Orders;
  readonly set: (changes: ProjectorChanges) => void;
}

/** The projectors that are connected or kept: light, test pattern, and the mapping in numbers. */
export const projectorsView = (state: DeskState, actions: DeskActions): TemplateResult | typeof nothing => {
  const { projectors } = state.snapshot ?? {};
  if (projectors === undefined || projectors.projectors.length === 0) return nothing;
  return html`
    <section class="status projectors" aria-label="Projectors">
      <h2>Projectors</h2>
      ${repeat(
        projectors.projectors,
        ({ name }) => name,
        (projector) => projectorView(projector, state, actions),
      )}
      ${together(projectors, actions)}
      <p class="quiet">
        A projector is a browser at <b>/stage?output=NAME</b>. Press <kbd>m</kbd> there to drag corners, mesh and masks.
      </p>
    </section>
  `;
};

const projectorView = (projector: ProjectorState, state: DeskState, actions: DeskActions): TemplateResult => {
  const { name, stages, setup } = projector;
  const set = (changes: ProjectorChanges): void => actions.order({ do: "projector", projector: name, set: changes });
  const hand: Hand = { projector, orders: state.orders, set };
  return html`
    <details data-projector=${name}>
      <summary class=${stages > 0 ? "there" : ""}>
        <i></i><b>${name}</b>
        <small>${stages === 0 ? "not connected" : stages === 1 ? "" : `${stages} stages`}${setup.pattern === "none" ? "" : " test pattern"}</small>
      </summary>
      <div class="row">
        <button ?disabled=${stages === 0} title="It shows its name" @click=${() => actions.order({ do: "identify", projector: name })}>
          Identify
        </button>
        ${TEST_PATTERNS.filter((pattern) => pattern !== "none").map(
          (pattern) => html`<button
            class="toggle"
            aria-pressed=${setup.pattern === pattern}
            title="Shows a test pattern in place of the picture"
            @click=${() => set({ pattern: setup.pattern === pattern ? "none" : pattern })}
          >
            ${pattern[0]?.toUpperCase()}${pattern.slice(1)}
          </button>`,
        )}
      </div>
      ${turned(hand, "brightness", "light", "How much of the light", 0, 1.5)}
      ${turned(hand, "gamma", "gamma", "The projector's own: 2.2 by default", 1, 4)}
      ${numbers("part of the picture, %", ["x", "y", "width", "height"], setup.crop, (crop) => set({ crop }))}
      ${numbers("soft edges, %", ["left", "right", "top", "bottom"], setup.blend, (blend) => set({ blend }))}
      ${cornerFields(hand)}
      <div class="row">
        <button title="For a projector that hangs on its side" @click=${() => set({ turn: QUARTERS[setup.turn] })}>
          Turned ${setup.turn}°
        </button>
        <button
          class="toggle"
          aria-pressed=${setup.mirror}
          title="For projection from behind"
          @click=${() => set({ mirror: !setup.mirror })}
        >
          Mirrored
        </button>
        <label title="Milliseconds the projector takes to show a picture">
          <small>delay</small>
          <input
            type="number"
            min="-500"
            max="500"
            .value=${live(String(setup.delay))}
            @change=${(event: Event) => set({ delay: Number((event.target as HTMLInputElement).value) })}
          />
        </label>
      </div>
      <p class="quiet">
        ${setup.mesh === null ? "no mesh" : `mesh of ${setup.mesh.columns} × ${setup.mesh.rows}`},
        ${setup.masks.length === 0 ? "no masks" : `${setup.masks.length} masks`}
      </p>
      <div class="row">
        <button title="As if nobody had touched it" @click=${() => set(PLAIN_PROJECTOR)}>Reset</button>
        ${
          stages > 0
            ? nothing
            : html`<button @click=${() => actions.order({ do: "forget-projector", projector: name })}>Forget</button>`
        }
      </div>
    </details>
  `;
};

const QUARTERS = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;

const turned = (
  { projector, orders }: Hand,
  setting: "brightness" | "gamma",
  label: string,
  hint: string,
  min: number,
  max: number,
): TemplateResult => {
  const { name, setup } = projector;
  const key = `projector ${name} ${setting}`;
  return slider({
    label,
    name: `${label} of ${name}`,
    hint,
    min,
    max,
    step: 0.01,
    value: orders.held(key, setup[setting]),
    turn: (value) => orders.hold(key, value, { do: "projector", projector: name, set: { [setting]: value } }),
  });
};

/** Shares, shown and typed as percent. */
const numbers = <Name extends string>(
  title: string,
  names: readonly Name[],
  values: Readonly<Record<Name, number>>,
  change: (values: Record<Name, number>) => void,
): TemplateResult => html`
  <fieldset>
    <legend>${title}</legend>
    ${names.map((name) => field(name, values[name], (value) => change({ ...values, [name]: value })))}
  </fieldset>
`;

const cornerFields = ({ projector, set }: Hand): TemplateResult => html`
  <fieldset>
    <legend>corners, %</legend>
    ${projector.setup.corners.map((corner, i) =>
      (["x", "y"] as const).map((axis, place) =>
        field(`${CORNERS[i]} ${axis}`, corner[place] ?? 0, (value) => {
          const moved: Point = place === 0 ? [value, corner[1]] : [corner[0], value];
          set({ corners: withCorner(projector.setup.corners, i, moved) });
        }),
      ),
    )}
  </fieldset>
`;

const field = (name: string, value: number, change: (value: number) => void): TemplateResult => html`
  <label>
    <small>${name}</small>
    <input
      type="number"
      step="0.1"
      .value=${live(String(Math.round(value * 1000) / 10))}
      @change=${(event: Event) => change(Number((event.target as HTMLInputElement).value) / 100)}
    />
  </label>
`;

/** What several projectors have in common: the whole picture's shape, and where they overlap. */
const together = ({ canvas, projectors }: ProjectorsState, actions: DeskActions): TemplateResult | typeof nothing => {
  const there = projectors.filter(({ stages }) => stages > 0);
  if (there.length < 2 && canvas === null) return nothing;
  const set = (projector: string, changes: ProjectorChanges): void =>
    actions.order({ do: "projector", projector, set: changes });
  const matchEdges = (): void => {
    const parts = there.map(({ setup }) => setup.crop);
    for (const [i, { name, setup }] of there.entries())
      set(name, { blend: blendFor(setup.crop, parts.toSpliced(i, 1)) });
  };
  const lineUp = (): void => {
    const row = [...there].sort((one, other) => one.setup.crop.x - other.setup.crop.x);
    const parts = sideBySide(row.length, OVERLAP);
    for (const [i, { name }] of row.entries())
      set(name, { crop: parts[i]!, blend: blendFor(parts[i]!, parts.toSpliced(i, 1)) });
  };
  const side = (name: "width" | "height"): TemplateResult => html`
    <label>
      <small>${name}</small>
      <input
        type="number"
        min="1"
        placeholder="own"
        .value=${live(canvas === null ? "" : String(canvas[name]))}
        @change=${(event: Event) => {
          const value = Number((event.target as HTMLInputElement).value);
          const { width, height } = canvas ?? { width: 1920, height: 1080 };
          const next = name === "width" ? { width: value, height } : { width, height: value };
          actions.order({ do: "canvas", canvas: value === 0 ? null : next });
        }}
      />
    </label>
  `;
  return html`
    <div class="together">
      <fieldset>
        <legend>the whole picture, pixels</legend>
        ${side("width")} ${side("height")}
      </fieldset>
      <div class="row">
        <button title="Each shows its part of one wide picture, in the order they are in" @click=${lineUp}>
          Side by side
        </button>
        <button title="Soft edges as wide as the parts overlap" @click=${matchEdges}>Match soft edges</button>
      </div>
    </div>
  `;
};

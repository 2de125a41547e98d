import "../projectors.css";
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import { COMMANDS, type DeskCommand } from "../../../shared/controls/controls.ts";
import type { ProjectorChanges, ProjectorSetup } from "../../../shared/controls/projectors.ts";
import type { Extent } from "../../../shared/mapping/canvas.ts";
import { PLAIN_PROJECTOR, TEST_PATTERNS } from "../../../shared/mapping/plain-projector.ts";
import { type Corners, type Point, withCorner } from "../../../shared/mapping/point.ts";
import { blendFor } from "../../../shared/mapping/soft-edge.ts";
import type { ProjectorState, ProjectorsState } from "../../../shared/protocol/projectors.ts";
import { sideBySide } from "../../mapping/arrange.ts";
import { toggling } from "../actions.ts";
import type { DeskState } from "../desk-state.ts";
import { capital, hintOf } from "../hint.ts";
import { actionButton } from "./action-button.ts";
import { control } from "./control.ts";

const OVERLAP = 0.1;
const CORNERS = ["↖", "↗", "↘", "↙"] as const;

/** The projectors that are connected or kept: light, test pattern, and the mapping in numbers. */
export const projectorsView = (state: DeskState): TemplateResult | typeof nothing => {
  const { projectors } = state.snapshot ?? {};
  if (projectors === undefined || projectors.projectors.length === 0) return nothing;
  return html`
    <section class="status projectors" aria-label="Projectors">
      <h2>Projectors</h2>
      ${repeat(
        projectors.projectors,
        ({ name }) => name,
        (projector) => projectorView(projector, state),
      )}
      ${together(projectors, state)}
      <p class="quiet">
        A projector is a browser at <b>/stage?output=NAME</b>. Press <kbd>m</kbd> there to drag corners, mesh and masks.
      </p>
    </section>
  `;
};

const projectorView = (projector: ProjectorState, state: DeskState): TemplateResult => {
  const { name, stages, setup } = projector;
  const path = (setting: keyof ProjectorSetup): string => `projector/${name}/${setting}`;
  const shown = <Name extends keyof ProjectorSetup>(setting: Name): ProjectorSetup[Name] =>
    state.orders.shown<ProjectorSetup[Name]>(path(setting)) ?? setup[setting];
  const turn = <Name extends keyof ProjectorSetup>(setting: Name, value: ProjectorSetup[Name]): void =>
    state.orders.turn(path(setting), value);
  const [pattern, mesh, masks] = [shown("pattern"), shown("mesh"), shown("masks")];
  const order = (command: DeskCommand): void => void state.orders.order(command);
  return html`
    <details data-projector=${name}>
      <summary class=${stages > 0 ? "there" : ""}>
        <i></i><b>${name}</b>
        <small>${stages === 0 ? "not connected" : stages === 1 ? "" : `${stages} stages`}${pattern === "none" ? "" : " test pattern"}</small>
      </summary>
      <div class="row">
        <button ?disabled=${stages === 0} title=${COMMANDS.identify.about} @click=${() => order({ do: "identify", projector: name })}>
          Identify
        </button>
        ${TEST_PATTERNS.filter((each) => each !== "none").map(
          (each) => html`<button
            class="toggle"
            aria-pressed=${each === pattern}
            title=${hintOf(path("pattern"))}
            @click=${() => turn("pattern", each === pattern ? "none" : each)}
          >
            ${capital(each)}
          </button>`,
        )}
      </div>
      ${control(path("brightness"), { label: "light", name: `light of ${name}` }, state)}
      ${control(path("gamma"), { label: "gamma", name: `gamma of ${name}` }, state)}
      ${numbers("part of the picture, %", ["x", "y", "width", "height"], shown("crop"), (crop) => turn("crop", crop))}
      ${numbers("soft edges, %", ["left", "right", "top", "bottom"], shown("blend"), (blend) => turn("blend", blend))}
      ${cornerFields(shown("corners"), (corners) => turn("corners", corners))}
      <div class="row">
        <button title=${hintOf(path("turn"))} @click=${() => turn("turn", QUARTERS[shown("turn")])}>
          Turned ${shown("turn")}°
        </button>
        ${actionButton(toggling(path("mirror"), { label: "Mirrored" }), state)}
        ${control(path("delay"), { label: "delay", name: `delay of ${name}`, typed: true }, state)}
      </div>
      <p class="quiet">
        ${mesh === null ? "no mesh" : `mesh of ${mesh.columns} × ${mesh.rows}`},
        ${masks.length === 0 ? "no masks" : `${masks.length} masks`}
      </p>
      <div class="row">
        <button title="As if nobody had touched it" @click=${() => order({ do: "projector", projector: name, set: PLAIN_PROJECTOR })}>
          Reset
        </button>
        ${
          stages > 0
            ? nothing
            : html`<button title=${COMMANDS["forget-projector"].about} @click=${() => order({ do: "forget-projector", projector: name })}>Forget</button>`
        }
      </div>
    </details>
  `;
};

const QUARTERS = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;

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

const cornerFields = (corners: Corners, change: (corners: Corners) => void): TemplateResult => html`
  <fieldset>
    <legend>corners, %</legend>
    ${corners.map((corner, i) =>
      (["x", "y"] as const).map((axis, place) =>
        field(`${CORNERS[i]} ${axis}`, corner[place] ?? 0, (value) => {
          const moved: Point = place === 0 ? [value, corner[1]] : [corner[0], value];
          change(withCorner(corners, i, moved));
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
const together = ({ projectors }: ProjectorsState, { orders }: DeskState): TemplateResult | typeof nothing => {
  const there = projectors.filter(({ stages }) => stages > 0);
  const canvas = orders.shown<Extent | null>("canvas") ?? null;
  if (there.length < 2 && canvas === null) return nothing;
  const set = (projector: string, changes: ProjectorChanges): void =>
    void orders.order({ do: "projector", projector, set: changes });
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
          orders.turn("canvas", value === 0 ? null : next);
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

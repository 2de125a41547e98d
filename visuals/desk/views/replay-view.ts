import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import { takePageAddress } from "../../../shared/protocol/take-files.ts";
import type { DeskState } from "../desk-state.ts";
import { replayPosition } from "../replay-position.ts";
import { lengthOf } from "./length-of.ts";

const SPEEDS = [0.5, 0.75, 1, 2];

/** The take that is played: where it is, how fast, over and over between two marks; nothing while none is. */
export const replayView = (state: DeskState): TemplateResult | typeof nothing => {
  const replay = state.snapshot?.replay ?? null;
  if (replay === null) return nothing;
  const { take, manner, speed, paused, length } = replay;
  const { orders } = state;
  return html`
    <div class="replay" role="group" aria-label="The take that is played">
      <p>
        <b data-replay-position></b>${length === null ? nothing : html` / ${lengthOf(length * 1000)}`}
        <a href=${takePageAddress(take)}>${take}</a>${manner === "drummer" ? ", only its drummer" : ""}
      </p>
      ${length === null ? nothing : seekSlider(replay, length, state)}
      <div class="row">
        <button @click=${() => orders.order({ do: "replay-pause", on: !paused })}>${paused ? "Go on" : "Pause"}</button>
        <button title="The take is over; the show goes on as it was" @click=${() => orders.order({ do: "replay-stop" })}>
          End
        </button>
        <select
          aria-label="Speed of the take"
          @change=${(event: Event) =>
            orders.order({ do: "replay-speed", speed: Number((event.target as HTMLSelectElement).value) })}
        >
          ${[...new Set([...SPEEDS, speed])].map(
            (each) => html`<option value=${each} .selected=${live(each === speed)}>${each}×</option>`,
          )}
        </select>
        ${loopLists(replay, state)}
      </div>
    </div>
  `;
};

const seekSlider = (replay: ReplayState, length: number, { orders, page }: DeskState): TemplateResult => html`<input
  type="range"
  class="seek"
  aria-label="Place in the take"
  min="0"
  max=${length}
  step="0.1"
  data-replay-slider
  .value=${String(replayPosition(replay, page.now()))}
  @change=${(event: Event) => {
    const field = event.target as HTMLInputElement;
    void orders.order({ do: "replay-seek", to: `${Math.min(Number(field.value), length - 0.1)}s` });
    field.blur();
  }}
/>`;

/** Between two of its marks, its beginning and its end. */
const loopLists = (
  { take, loop, length }: ReplayState,
  { orders, snapshot }: DeskState,
): TemplateResult | typeof nothing => {
  const marks = snapshot?.takes?.takes.find(({ name }) => name === take)?.marks ?? [];
  if (length === null) return nothing;
  if (loop !== null)
    return html`<button title="It goes on to its end" @click=${() => orders.order({ do: "replay-loop" })}>
      No loop (${lengthOf(loop.from * 1000)}–${lengthOf(loop.to * 1000)})
    </button>`;
  if (marks.length === 0) return nothing;
  const places = [{ at: 0, words: "beginning" }, ...marks, { at: length, words: "end" }];
  const titles = places.map(({ at, words }) => `${words || "mark"} ${lengthOf(at * 1000)}`);
  return html`<select
    aria-label="Loop between marks"
    @change=${(event: Event) => {
      const list = event.target as HTMLSelectElement;
      const from = list.selectedIndex - 1;
      list.selectedIndex = 0;
      const [one, other] = [places[from], places[from + 1]];
      if (one === undefined || other === undefined) return;
      const to = other.at >= length ? {} : { to: `${other.at}s` };
      void orders.order({ do: "replay-loop", from: `${one.at}s`, ...to });
    }}
  >
    <option>Loop…</option>
    ${titles.slice(0, -1).map((title, i) => html`<option>${title} – ${titles[i + 1]}</option>`)}
  </select>`;
};

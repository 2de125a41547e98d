import { html, nothing, svg, type TemplateResult } from "lit-html";
import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import type { TakeSummary, VoiceSummary } from "../../../shared/protocol/take-summary.ts";
import { ticksOf } from "../axis.ts";
import { moved, type Part, placeIn, zoomed } from "../part.ts";
import type { Curve, Plot } from "../plots.ts";
import { sceneSpans } from "../scene-spans.ts";
import type { ShownTake, TakeState } from "../take-state.ts";
import { surfaceView } from "./surface-view.ts";

/** A number stands every so many pixels at most. */
const TICK_PX = 90;

/** What happened in a take, one under the other on one axis, and a surface over it that is touched. */
export const plotsView = (take: ShownTake, summary: TakeSummary, state: TakeState): TemplateResult => {
  const { part } = state;
  const ticks = ticksOf(summary, part, Math.max(3, Math.floor(innerWidth / TICK_PX)));
  const voices = summary.voices.flatMap((voice, i) =>
    voice.notes.some((count) => count > 0) ? [stripRow(voice, take.strips[i] ?? "", part)] : [],
  );
  return html`
    <div class="plots">
      <div class="line axis">
        <div class="label">${zoomButtons(state)}</div>
        <div class="plot">
          ${ticks.map(({ seconds, bar }) => html`<span style="left:${percent(part, seconds)}">${bar}</span>`)}
        </div>
      </div>
      ${sceneRow(summary, part)} ${voices} ${take.plots.map((plot) => plotRow(plot, part))}
      ${surfaceView(take, summary, ticks, state)}
    </div>
    ${
      take.plots.some(({ curves }) => curves.some(({ look }) => look !== "line"))
        ? html`<p class="quiet legend-of">Surprise: a dot is a whole answer; dashed, as it is with what is remembered of the drummer.</p>`
        : nothing
    }
  `;
};

const zoomButtons = ({ part, length, chosen, page }: TakeState): TemplateResult => {
  const middle = (part.from + part.to) / 2;
  const span = part.to - part.from;
  const isWhole = span >= length;
  const to = (shown: Part) => () => page.show(shown);
  return html`
    <button title="Closer (+)" aria-label="Closer" @click=${to(zoomed(part, middle, 0.5, length))}>+</button>
    <button title="Farther (−)" aria-label="Farther" ?disabled=${isWhole} @click=${to(zoomed(part, middle, 2, length))}>−</button>
    ${
      isWhole
        ? nothing
        : html`<button title="Earlier" aria-label="Earlier" @click=${to(moved(part, -span / 2, length))}>‹</button>
            <button title="Later" aria-label="Later" @click=${to(moved(part, span / 2, length))}>›</button>`
    }
    ${
      chosen === null || !isWhole
        ? nothing
        : html`<button title="What is chosen" aria-label="Show what is chosen" @click=${to(around(chosen.part, length))}>⤢</button>`
    }
  `;
};

/** The part, with a little on both sides. */
const around = ({ from, to }: Part, length: number): Part => zoomed({ from, to }, (from + to) / 2, 1.2, length);

const sceneRow = (summary: TakeSummary, part: Part): TemplateResult | typeof nothing => {
  const spans = sceneSpans(summary);
  if (spans.length === 0) return nothing;
  return html`<div class="line scenes-line">
    <div class="label"><b>scenes</b></div>
    <div class="plot">
      ${spans
        .filter(({ from, to }) => to > part.from && from < part.to)
        .map(({ from, to, text }, i) => {
          const [left, right] = [Math.max(from, part.from), Math.min(to, part.to)];
          return html`<span
            class=${i % 2 === 0 ? "even" : ""}
            title=${text}
            style="left:${percent(part, left)};width:${(placeIn(part, right) - placeIn(part, left)) * 100}%"
            >${text.replace(/ \(.*/, "")}</span
          >`;
        })}
    </div>
  </div>`;
};

const stripRow = ({ name, colour, live }: VoiceSummary, path: string, part: Part): TemplateResult => html`
  <div class="line strip" style="--voice:${colour}">
    <div class="label"><b style="color:${colour}">${name}</b>${live ? html` <small>live</small>` : nothing}</div>
    <div class="plot">
      <svg viewBox="${part.from} 0 ${part.to - part.from} ${DRUM_COUNT}" preserveAspectRatio="none" aria-hidden="true">
        <path d=${path} stroke=${colour}></path>
      </svg>
    </div>
  </div>
`;

const plotRow = ({ name, about, unit, min, max, curves }: Plot, part: Part): TemplateResult => html`
  <div class="line curves">
    <div class="label" title=${about}>
      <b>${name}</b> <small>${unit}</small>
      <small class="top-value">${shortly(max)}</small>
      <small class="bottom-value">${shortly(min)}</small>
    </div>
    <div class="plot">
      <svg viewBox="${part.from} 0 ${part.to - part.from} 1" preserveAspectRatio="none" role="img" aria-label="${name}: ${about}">
        ${curves.map(curveView)}
      </svg>
    </div>
  </div>
`;

const curveView = ({ name, colour, path, look }: Curve): TemplateResult =>
  svg`<path class=${look} d=${path} stroke=${colour}><title>${name}</title></path>` as TemplateResult;

const shortly = (value: number): string => String(Math.round(value * 10) / 10);

const percent = (part: Part, seconds: number): string => `${placeIn(part, seconds) * 100}%`;

import { html, nothing, type TemplateResult } from "lit-html";
import type { TakeSummary } from "../../../shared/protocol/take-summary.ts";
import { lengthOf } from "../../desk/views/length-of.ts";
import { barAt, type Tick } from "../axis.ts";
import { moved, type Part, placeIn, wholeBars, zoomed } from "../part.ts";
import type { ShownTake, TakeState } from "../take-state.ts";

/** A hand that moves less than this has clicked. */
const CLICK_PX = 6;
/** So much closer a turn of the wheel brings it. */
const WHEEL = 1.002;

/** Where a drag began, in seconds; a page has one pointer that drags. */
let begun: { readonly x: number; readonly seconds: number; moved: boolean } | null = null;

/** Lies over the plots of a take: a click is heard from there, a drag chooses, the line shows where it is. */
export const surfaceView = (
  { name }: ShownTake,
  summary: TakeSummary,
  ticks: readonly Tick[],
  state: TakeState,
): TemplateResult => {
  const { part, chosen, hover, replay, length, page } = state;
  const secondsAt = (event: PointerEvent | WheelEvent): number => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const place = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return Math.min(summary.seconds, part.from + place * (part.to - part.from));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    begun = { x: event.clientX, seconds: secondsAt(event), moved: false };
  };
  const move = (event: PointerEvent): void => {
    const seconds = secondsAt(event);
    page.hoverAt({ take: name, seconds });
    if (begun === null) return;
    begun.moved ||= Math.abs(event.clientX - begun.x) > CLICK_PX;
    if (begun.moved)
      page.choose({ take: name, part: wholeBars(begun.seconds, seconds, summary.slices.seconds, summary.seconds) });
  };
  const up = (): void => {
    if (begun !== null && !begun.moved) page.hear(name, begun.seconds);
    begun = null;
  };
  const leave = (): void => {
    begun = null;
    page.hoverAt(null);
  };
  const wheel = (event: WheelEvent): void => {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !sideways) return;
    event.preventDefault();
    if (sideways)
      page.show(
        moved(part, (event.deltaX / (event.currentTarget as Element).clientWidth) * (part.to - part.from), length),
      );
    else page.show(zoomed(part, secondsAt(event), WHEEL ** event.deltaY, length));
  };
  return html`<div
    class="surface"
    data-surface=${name}
    title="Click to hear it from here, drag to choose bars"
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${leave}
    @pointerleave=${() => (begun === null ? page.hoverAt(null) : undefined)}
    @wheel=${wheel}
  >
    ${ticks.map(({ seconds }) => html`<i class="tick" style="left:${percent(part, seconds)}"></i>`)}
    ${summary.markers
      .filter(({ kind, seconds }) => kind === "mark" && seconds >= part.from && seconds <= part.to)
      .map(
        ({ seconds, text }) =>
          html`<i class="mark" style="left:${percent(part, seconds)}"><b>${text || "mark"}</b></i>`,
      )}
    ${chosen?.take === name ? span("chosen", chosen.part, part) : nothing}
    ${replay?.take === name && replay.loop !== null ? span("looped", replay.loop, part) : nothing}
    <i class="now" data-line=${name} hidden></i>
    ${
      hover?.take === name
        ? html`<i class="hover" style="left:${percent(part, hover.seconds)}"
            ><b class=${placeIn(part, hover.seconds) > 0.85 ? "left" : ""}>${placeText(summary, hover.seconds)}</b></i
          >`
        : nothing
    }
  </div>`;
};

const span = (className: string, { from, to }: Part, part: Part): TemplateResult => {
  const [left, right] = [Math.max(0, placeIn(part, from)), Math.min(1, placeIn(part, to))];
  return html`<i class=${className} style="left:${left * 100}%;width:${Math.max(0, right - left) * 100}%"></i>`;
};

const placeText = (summary: TakeSummary, seconds: number): string =>
  `bar ${barAt(summary, seconds)} · ${lengthOf(seconds * 1000)}`;

const percent = (part: Part, seconds: number): string => `${placeIn(part, seconds) * 100}%`;

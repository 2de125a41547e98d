import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { TakeSummary } from "../../../shared/protocol/take-summary.ts";
import { lengthOf } from "../../desk/views/length-of.ts";
import { barAt } from "../axis.ts";
import { isSamePart, type Part } from "../part.ts";
import type { TakeState } from "../take-state.ts";
import { answersView, otherValue } from "./answers-view.ts";

const SPEEDS = [
  [0.5, "½"],
  [0.75, "¾"],
  [1, "1"],
  [2, "2"],
] as const;

/** What is played now and how fast, and what is practised: at the bottom of the page, at hand for a thumb. */
export const practiceView = (state: TakeState): TemplateResult | typeof nothing => {
  const { shown, chosen, replay, speed, page } = state;
  const summary = shown.find(({ name }) => name === (chosen?.take ?? replay?.take ?? shown[0]?.name))?.summary ?? null;
  if (summary === null && replay === null) return nothing;
  const shownSpeed = replay?.speed ?? speed;
  return html`
    <footer class="practice">
      ${
        replay === null
          ? html`<span class="quiet">Click into a take to hear it from there.</span>`
          : html`<button class="stop" @click=${() => page.pause(!replay.paused)} title="It stands, or goes on from there (Space)">
                ${replay.paused ? "Go on" : "Pause"}
              </button>
              <button @click=${page.stop} title="The take is over; the show goes on as it was">End</button>
              <span class="where"><b data-replay-position></b>${
                replay.length === null ? nothing : html`<small> / ${lengthOf(replay.length * 1000)}</small>`
              }
                <small class="name">${replay.take}</small></span>`
      }
      <div class="group" role="group" aria-label="Speed">
        ${SPEEDS.map(
          ([factor, sign]) => html`<button
            class="toggle"
            title="Speed ${factor}"
            aria-pressed=${shownSpeed === factor}
            @click=${() => page.setSpeed(factor)}
          >
            ${sign}×
          </button>`,
        )}
      </div>
      ${summary === null ? nothing : choice(summary, state)}
    </footer>
  `;
};

const choice = (summary: TakeSummary, state: TakeState): TemplateResult => {
  const { chosen, replay, page } = state;
  const looped = replay?.take === summary.name ? replay.loop : null;
  const isChosenLooped = chosen !== null && looped !== null && isSamePart(chosen.part, looped);
  const isPlain = looped?.changed === undefined;
  return html`<div class="group loop">
    ${betweenMarks(summary, chosen?.take === summary.name ? chosen.part : null, (part) =>
      page.choose({ take: summary.name, part }),
    )}
    ${
      chosen === null
        ? nothing
        : html`<b>${barsOf(summary, chosen.part)}</b>
            <button
              class="toggle"
              title="Plays these bars over and over, or no more (L)"
              aria-pressed=${isChosenLooped && isPlain}
              @click=${() => page.loop(isChosenLooped && isPlain ? null : chosen)}
            >
              ⟲ Loop
            </button>
            ${countInList(state)} ${answersButton(state)}
            <button title="Nothing is chosen (Esc)" @click=${() => page.choose(null)}>×</button>`
    }
    ${
      looped === null || isChosenLooped
        ? nothing
        : html`<button title="It goes on to its end" @click=${() => page.loop(null)}>No loop</button>`
    }
  </div>
  ${chosen === null ? nothing : answersView(chosen, state)}`;
};

const countInList = ({ countInBars, page }: TakeState): TemplateResult => html`<select
  aria-label="Count in"
  title="So many bars of clicks before each round; they are heard where a stage's sound is on, and at the metronome's MIDI ports"
  @change=${(event: Event) => page.setCountIn(COUNT_INS[(event.target as HTMLSelectElement).selectedIndex] ?? 0)}
>
  ${COUNT_INS.map(
    (bars) =>
      html`<option .selected=${live(bars === countInBars)}>${bars === 0 ? "no count-in" : `count in ${bars} ${bars === 1 ? "bar" : "bars"}`}</option>`,
  )}
</select>`;

const COUNT_INS = [0, 1, 2, 4];

/** The shortcut to two answers to one playing. */
const answersButton = ({ otherwise, voices, page }: TakeState): TemplateResult | typeof nothing => {
  const [voice] = voices;
  if (voice === undefined) return nothing;
  const { name, settings } = voice;
  const open = (): void =>
    page.turnOtherwise({ voice: name, setting: "temperature", value: otherValue(settings.temperature) });
  return html`<button
    class="toggle"
    title="Hears two answers to the drummer of these bars, one after the other"
    aria-pressed=${otherwise !== null}
    @click=${() => (otherwise === null ? open() : page.turnOtherwise(null))}
  >
    Two answers
  </button>`;
};

/** A part is chosen by two marks too, where there are any. */
const betweenMarks = (
  { markers, seconds: length }: TakeSummary,
  part: Part | null,
  choose: (part: Part) => void,
): TemplateResult | typeof nothing => {
  const marks = markers.filter(({ kind }) => kind === "mark");
  if (marks.length === 0) return nothing;
  const places = [{ seconds: 0, text: "beginning" }, ...marks, { seconds: length, text: "end" }];
  const list = (label: string, at: number | undefined, take: (seconds: number) => void) => html`<select
    class="mark-list"
    aria-label=${label}
    @change=${(event: Event) => {
      const place = places[(event.target as HTMLSelectElement).selectedIndex - 1];
      if (place !== undefined) take(place.seconds);
    }}
  >
    <option .selected=${live(places.every(({ seconds }) => seconds !== at))}>${label}…</option>
    ${places.map(
      ({ seconds, text }) =>
        html`<option .selected=${live(seconds === at)}>${text || "mark"} ${lengthOf(seconds * 1000)}</option>`,
    )}
  </select>`;
  const { from, to } = part ?? { from: 0, to: length };
  const between = (one: number, other: number): void => {
    if (one !== other) choose({ from: Math.min(one, other), to: Math.max(one, other) });
  };
  return html`${list("From mark", part?.from, (seconds) => between(seconds, to))}
  ${list("To mark", part?.to, (seconds) => between(from, seconds))}`;
};

/** `bars 5–8`; the moment at its end belongs to the bar behind it. */
const barsOf = (summary: TakeSummary, { from, to }: Part): string => {
  const [first, last] = [barAt(summary, from), barAt(summary, to - 0.001)];
  return first === last ? `bar ${first}` : `bars ${first}–${last}`;
};

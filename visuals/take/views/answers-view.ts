import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { settingAt } from "../../../shared/controls/controls.ts";
import { capital, hintOf } from "../../desk/hint.ts";
import { ANSWER_SETTINGS, type AnswerSetting, type Chosen, type TakeState } from "../take-state.ts";

/** Two answers to the drummer of the bars that are chosen, one after the other: what is otherwise in the second is chosen here. */
export const answersView = (
  chosen: Chosen,
  { otherwise, voices, replay, page }: TakeState,
): TemplateResult | typeof nothing => {
  if (otherwise === null) return nothing;
  const { voice, setting, value } = otherwise;
  const path = `voice/<voice>/${setting}`;
  const { min, max } = { min: 0, max: 1, ...settingAt(path).setting.reach };
  const now = voices.find(({ name }) => name === voice)?.settings[setting];
  const changed = replay?.take === chosen.take ? replay.loop?.changed : undefined;
  const turn = page.turnOtherwise;
  return html`<div class="group answers" role="group" aria-label="Two answers">
    <span class="quiet">every second round</span>
    <select
      aria-label="Whose answer"
      @change=${(event: Event) => turn({ voice: (event.target as HTMLSelectElement).value })}
    >
      ${voices.map(({ name }) => html`<option .selected=${live(name === voice)}>${name}</option>`)}
    </select>
    <select
      aria-label="What is otherwise"
      title=${capital(hintOf(path))}
      @change=${(event: Event) => {
        const other = (event.target as HTMLSelectElement).value as AnswerSetting;
        turn({ setting: other, value: otherValue(voices.find(({ name }) => name === voice)?.settings[other] ?? 1) });
      }}
    >
      ${ANSWER_SETTINGS.map((name) => html`<option .selected=${live(name === setting)}>${name}</option>`)}
    </select>
    <label>
      ${now === undefined || changed === true ? nothing : html`${now.toFixed(2)} → `}
      <input
        type="range"
        aria-label="Its value"
        min=${min}
        max=${max}
        step="0.01"
        .value=${live(String(value))}
        @input=${(event: Event) => turn({ value: Number((event.target as HTMLInputElement).value) })}
        @change=${(event: Event) => {
          (event.target as HTMLInputElement).blur();
          if (changed !== undefined) page.hearBoth(chosen);
        }}
      />
      <b>${value.toFixed(2)}</b>
    </label>
    <button
      class="toggle"
      aria-pressed=${changed !== undefined}
      title="Plays the drummer of these bars over and over: the band answers as it is set, then with this"
      @click=${() => (changed === undefined ? page.hearBoth(chosen) : page.loop(null))}
    >
      ⇄ Hear both
    </button>
    ${changed === undefined ? nothing : html`<b role="status">${changed ? "the other answer" : "as it is set"}</b>`}
  </div>`;
};

/** Something else than now, far enough to be heard. */
export const otherValue = (now: number): number => (now > 0.5 ? now / 2 : now + 0.5);

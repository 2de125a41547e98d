import { html, nothing, type TemplateResult } from "lit-html";
import {
  TAKE_FILES,
  type TakeFileKind,
  type TakeFileName,
  takePageAddress,
} from "../../../shared/protocol/take-files.ts";
import type { TakeEntry } from "../../../shared/protocol/takes.ts";
import type { DeskState } from "../desk-state.ts";
import { filmView, isFilming } from "./film-view.ts";
import { lengthOf } from "./length-of.ts";
import { sizeOf } from "./size-of.ts";

/** A take that is there: its name, which can be changed, what is in it, and what can be done with it. */
export const takeLine = (take: TakeEntry, state: DeskState): TemplateResult => {
  const { name, fault } = take;
  const { orders } = state;
  const rename = ({ target }: Event): void => {
    const field = target as HTMLInputElement;
    const wanted = field.value.trim();
    // It shows the name it has until the server says another.
    field.value = name;
    if (wanted !== "" && wanted !== name) void orders.order({ do: "take-rename", take: name, name: wanted });
  };
  return html`
    <li>
      <input aria-label="Name of the take" title="Rename" maxlength="80" .value=${name} @change=${rename} />
      <button title="Delete ${name}; it can be had back" aria-label="Delete ${name}" @click=${() => orders.order({ do: "take-delete", take: name })}>×</button>
      ${picture(take)}
      <small>${fault === null ? aboutTake(take) : html`<em>${fault}</em>`}</small>
      ${fault === null ? doings(take, state) : nothing} ${filmView(take, state.snapshot?.film, () => orders.order({ do: "film-stop" }))}
    </li>
  `;
};

/** A take that is not finished is neither played nor written elsewhere. */
const doings = ({ name, seconds }: TakeEntry, state: DeskState): TemplateResult => {
  const { orders, snapshot } = state;
  const played = snapshot?.replay?.take === name ? snapshot.replay.manner : null;
  const play = (manner: "as-it-was" | "drummer") => (): void => void orders.order({ do: "replay", take: name, manner });
  return html`<div class="row">
    <a class="button" href=${takePageAddress(name)} title="What happened in it: heard from anywhere, looped, compared">Open</a>
    ${
      seconds === null
        ? nothing
        : html`<button
              class="toggle"
              aria-label="Play ${name}"
              aria-pressed=${played === "as-it-was"}
              title="Plays it as it was"
              @click=${play("as-it-was")}
            >
              ▶
            </button>
            <button
              class="toggle"
              aria-label="Play only the drummer of ${name}"
              aria-pressed=${played === "drummer"}
              title="Plays only its drummer: the band answers anew"
              @click=${play("drummer")}
            >
              ▶ drummer
            </button>
            ${exportList(name, state)}
            <button
              title="Makes a film of it, beside it in its folder, while nobody else needs the machine"
              aria-label="Make a film of ${name}"
              ?disabled=${isFilming(snapshot?.film)}
              @click=${() => orders.order({ do: "film", take: name })}
            >
              Film
            </button>`
    }
  </div>`;
};

const exportList = (name: string, { page, writing }: DeskState): TemplateResult => html`<select
  aria-label="Export ${name}"
  title="Writes it as a file for another program"
  ?disabled=${writing.includes(name)}
  @change=${(event: Event) => {
    const list = event.target as HTMLSelectElement;
    const kind = list.value as TakeFileName;
    list.selectedIndex = 0;
    page.download(name, kind);
  }}
>
  <option value="">${writing.includes(name) ? "Writing…" : "Export…"}</option>
  ${Object.entries<TakeFileKind>(TAKE_FILES).map(([kind, { title, about }]) => html`<option value=${kind} title=${about}>${title}</option>`)}
</select>`;

/** Of a take that has one; what cannot be loaded is not there, and comes with another address. */
const picture = ({ thumbnail }: TakeEntry): TemplateResult | typeof nothing =>
  thumbnail === null
    ? nothing
    : html`<img
        src=${thumbnail}
        alt=""
        loading="lazy"
        @error=${({ target }: Event) => (target as HTMLElement).classList.add("none")}
        @load=${({ target }: Event) => (target as HTMLElement).classList.remove("none")}
      />`;

const aboutTake = ({ seconds, tempo, notes, marks, bytes, began }: TakeEntry): string =>
  [
    seconds === null ? "not finished" : lengthOf(seconds * 1000),
    tempo === null ? "" : `${Math.round(tempo)} bpm`,
    `${notes} notes`,
    marks.length === 0
      ? ""
      : `marks: ${marks.map(({ at, words }) => `${lengthOf(at * 1000)} ${words}`.trim()).join(", ")}`,
    sizeOf(bytes),
    new Date(began).toLocaleString(),
  ]
    .filter((part) => part !== "")
    .join(", ");

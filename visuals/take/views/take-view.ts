import { html, nothing, type TemplateResult } from "lit-html";
import { TAKE_FILES, type TakeFileKind, type TakeFileName } from "../../../shared/protocol/take-files.ts";
import type { TakeSummary } from "../../../shared/protocol/take-summary.ts";
import { filmView, isFilming } from "../../desk/views/film-view.ts";
import { lengthOf } from "../../desk/views/length-of.ts";
import { figuresOf } from "../figures.ts";
import type { FilmSize, ShownTake, TakeState } from "../take-state.ts";
import { figureText } from "./figure-text.ts";
import { plotsView } from "./plots-view.ts";

/** One take: what it is, what can be done with it, and its plots. */
export const takeView = (take: ShownTake, index: number, state: TakeState): TemplateResult => {
  const { name, summary, fault } = take;
  return html`
    <section class="take" aria-label=${name}>
      <header>
        <h1>${name}</h1>
        ${summary === null ? nothing : html`<p class="quiet">${aboutTake(summary)}</p>`}
        ${summary === null ? nothing : buttons(take, index, state)}
      </header>
      ${fault === null ? nothing : html`<p class="waiting" role="alert">${fault}</p>`}
      ${
        summary === null
          ? fault === null
            ? html`<p class="waiting">The take is being read…</p>`
            : nothing
          : html`${plotsView(take, summary, state)} ${films(name, state)}`
      }
    </section>
  `;
};

const aboutTake = (summary: TakeSummary): string => {
  const { began, seconds, bars } = summary;
  const tempo = figuresOf(summary).find(({ name }) => name === "tempo");
  return [
    new Date(began).toLocaleString(),
    lengthOf(seconds * 1000),
    `${bars} bars`,
    tempo === undefined ? "" : figureText(tempo.value, tempo),
  ]
    .filter((part) => part !== "")
    .join(" · ");
};

const buttons = ({ name }: ShownTake, index: number, state: TakeState): TemplateResult => {
  const { page, replay, chosen } = state;
  const from = chosen?.take === name ? chosen.part.from : 0;
  const isPlayed = replay?.take === name;
  return html`<div class="row">
    <button
      class="toggle"
      aria-pressed=${isPlayed && replay.manner === "as-it-was"}
      title="All notes and cues as they were (Space)"
      @click=${() => page.hear(name, from, "as-it-was")}
    >
      ▶ As it was
    </button>
    <button
      class="toggle"
      aria-pressed=${isPlayed && replay.manner === "drummer"}
      title="Only its drummer: the band answers anew"
      @click=${() => page.hear(name, from, "drummer")}
    >
      ▶ Only the drummer
    </button>
    ${exports(name, state)} ${filmList(name, state)} ${index === 0 ? comparison(name, state) : nothing}
  </div>`;
};

const exports = (name: string, { loading, page }: TakeState): TemplateResult => {
  const busy = loading.some((one) => one.startsWith(`${name}/`));
  return html`<select
    aria-label="Export ${name}"
    title="Writes the take as a file for another program"
    ?disabled=${busy}
    @change=${(event: Event) => {
      const list = event.target as HTMLSelectElement;
      const kind = list.value as TakeFileName;
      list.selectedIndex = 0;
      page.download(name, kind);
    }}
  >
    <option value="">${busy ? "Writing…" : "Export…"}</option>
    ${Object.entries<TakeFileKind>(TAKE_FILES).map(([kind, { title, about }]) => html`<option value=${kind} title=${about}>${title}</option>`)}
  </select>`;
};

const FILM_SIZES: readonly FilmSize[] = [
  { width: 1280, height: 720, fps: 30 },
  { width: 1920, height: 1080, fps: 60 },
  { width: 3840, height: 2160, fps: 60 },
  { width: 1080, height: 1920, fps: 60 },
];

const filmList = (name: string, { film, chosen, page }: TakeState): TemplateResult => {
  const isPart = chosen?.take === name;
  return html`<select
    aria-label="Make a film of ${name}"
    title="A film of the take, or of the bars that are chosen: made beside it in its folder, while nobody else needs the machine"
    ?disabled=${isFilming(film)}
    @change=${(event: Event) => {
      const list = event.target as HTMLSelectElement;
      const size = FILM_SIZES[list.selectedIndex - 1];
      list.selectedIndex = 0;
      if (size !== undefined) page.film(name, size);
    }}
  >
    <option>${isPart ? "Film these bars…" : "Film…"}</option>
    ${FILM_SIZES.map(({ width, height, fps }) => html`<option>${width} × ${height}, ${fps} fps</option>`)}
  </select>`;
};

const films = (name: string, { takes, film, page }: TakeState): TemplateResult | typeof nothing =>
  filmView({ name, films: takes.find((take) => take.name === name)?.films ?? [] }, film, page.stopFilm);

const comparison = (name: string, { takes, shown, page }: TakeState): TemplateResult => {
  const other = shown[1]?.name ?? "";
  return html`<select
    aria-label="Compare with"
    @change=${(event: Event) => page.compareWith((event.target as HTMLSelectElement).value || null)}
  >
    <option value="" ?selected=${other === ""}>${other === "" ? "Compare with…" : "No comparison"}</option>
    ${takes
      .filter((take) => take.name !== name && take.fault === null)
      .map((take) => html`<option value=${take.name} ?selected=${take.name === other}>${take.name}</option>`)}
  </select>`;
};

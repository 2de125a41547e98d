import "../film.css";
import { html, nothing, type TemplateResult } from "lit-html";
import type { FilmJobState } from "../../../shared/protocol/film-job.ts";
import type { TakeEntry } from "../../../shared/protocol/takes.ts";
import { lengthOf } from "./length-of.ts";

/** Whether one is being made, of whichever take; another one waits until it is done. */
export const isFilming = (film: FilmJobState | null | undefined): boolean => film != null && film.until === null;

/** How far the film of a take is, and those there are: a link shows one, the arrow beside it has the browser keep it. */
export const filmView = (
  { name, films }: Pick<TakeEntry, "name" | "films">,
  job: FilmJobState | null | undefined,
  stop: () => void,
): TemplateResult | typeof nothing => {
  const film = job?.take === name ? job : null;
  if (film === null && films.length === 0) return nothing;
  return html`<div class="film">
    ${film === null ? nothing : progress(film, stop)}
    ${films.map((file) => {
      const address = `/takes/${encodeURIComponent(name)}/films/${encodeURIComponent(file)}`;
      return html`<p>
        <a href=${address} target="_blank" title="Shows it">${file}</a>
        <a class="button" href=${address} download title="Keeps ${file}" aria-label="Keep ${file}">↓</a>
      </p>`;
    })}
  </div>`;
};

const progress = (film: FilmJobState, stop: () => void): TemplateResult | typeof nothing => {
  const { file, done, secondsLeft, ended, fault } = film;
  if (ended === null)
    return html`<progress max="1" .value=${done}></progress>
      <p>
        <span>${file}, ${Math.round(done * 100)} %${secondsLeft === null ? nothing : `, ${lengthOf(secondsLeft * 1000)} left`}</span>
        <button @click=${stop}>Stop</button>
      </p>`;
  if (ended === "failed") return html`<p><em>${fault}</em></p>`;
  return ended === "stopped" ? html`<p>${file} is stopped; ordered again it goes on.</p>` : nothing;
};

import type { ProjectorsState } from "../../shared/protocol/projectors.ts";
import { type ProjectorView, plainView } from "../mapping/projector-view.ts";

/** The projector that the film is for, as it was set up at each moment; without a name, one that nobody has set up. */
export class FilmProjector {
  readonly #name: string | null;
  readonly #show: (view: ProjectorView) => void;
  #told = "";

  constructor(name: string | null, show: (view: ProjectorView) => void) {
    this.#name = name;
    this.#show = show;
  }

  tell({ canvas, projectors }: ProjectorsState): void {
    const name = this.#name;
    if (name === null) return;
    const setup = projectors.find((one) => one.name === name)?.setup ?? plainView(name).setup;
    // The chart that it is set up by is for those who do.
    const view: ProjectorView = { name, setup: { ...setup, pattern: "none" }, canvas };
    const told = JSON.stringify(view);
    if (told === this.#told) return;
    this.#told = told;
    this.#show(view);
  }
}

import type { Handlers } from "../../../shared/controls/controls.ts";
import type { FILM_COMMANDS } from "../../../shared/controls/film.ts";
import type { Films } from "./films.ts";

/** What can be ordered of films of takes. */
export const filmCommands = (films: Films): Handlers<typeof FILM_COMMANDS> => ({
  film: (order) => films.order(order),
  "film-stop": () => films.stop(),
});

import { nearest } from "./nearest.ts";

/** Of a name that somebody else has written. */
const LONGEST_NAME = 60;
/** More are not listed. */
const MOST_LISTED = 24;

/** " (did you mean ink?)", to stand behind a name that does not exist; "" where nothing is near. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known);
  return near === null ? "" : ` (did you mean ${near}?)`;
};

/**
 * What is to be said of a name that does not exist: which there are, and the nearest of them.
 * @example noSuch("scene", "inc", ["ink", "flow"]) // 'There is no scene "inc"; there are ink, flow. Did you mean ink?'
 */
export const noSuch = (what: string, name: string, known: readonly string[], have = "there are"): string => {
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  const more = known.length > MOST_LISTED ? ` and ${known.length - MOST_LISTED} more` : "";
  const listed = known.length === 0 ? "none" : known.slice(0, MOST_LISTED).join(", ");
  const near = nearest(name, known);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return `There is no ${what} "${shown}"; ${known.length === 0 ? "there is" : have} ${listed}${more}.${hint}`;
};

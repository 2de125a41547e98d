/** More than anybody reads of one sentence. */
const LONGEST = 1000;

/** What moves a cursor, rings, colours, hides or turns round: C0, C1, DEL, bidirectional marks, separators, half characters. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The text with every control character but tab and line feed shown as JSON writes it, `\u001b`, so
 * that no terminal obeys what came from outside. JSON means the same afterwards.
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Where a sentence ends with another one. */
const TWO_STOPS = /(?<!\.)\.\.$/;

/** The text as one line of at most 1000 characters, with nothing in it that is not seen, and one full stop at its end. */
export const plainText = (text: string): string =>
  cut(visible(cut(text).replace(/\s*[\n\r\t]\s*/g, " "))).replace(TWO_STOPS, ".");

const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, "")}…`;

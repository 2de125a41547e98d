import { DRUMS, isDrum } from "../../../shared/music/drums.ts";
import { nearest } from "../../../shared/text/nearest.ts";
import { RESERVED_NAMES } from "../../core/show/reserved-names.ts";
import { OSC } from "./osc.ts";
import { isName, OSC_ROUTES } from "./osc-routes.ts";

/** Whether an address stands for several (OSC 1.0, "OSC Message Dispatching and Pattern Matching"). */
export const isPattern = (address: string): boolean => /[*?[\]{}]/.test(address);

/** The sentence about an address under `/antiphon/` that means nothing: the nearest that does, or what there is. */
export const unknownAddress = (address: string): string => {
  if (isPattern(address)) return `${address} is a pattern, which is not read here; send to each address by itself.`;
  const [, , room = "", ...tail] = address.split("/");
  if (room === "play") {
    const drum = nearest(tail.join("/"), DRUMS);
    return `${address} plays nothing; ${drum === null ? `the drums are ${DRUMS.join(", ")}.` : `did you mean ${drum}?`}`;
  }
  const words = room === "set" ? tail : [room, ...tail];
  const near = nearestAddress(words);
  if (near !== null) return `${address} means nothing; did you mean ${near}?`;
  const [voice = ""] = words;
  if (words.length === 2 && voice !== "" && !RESERVED_NAMES.includes(voice))
    return `${address} means nothing; of a voice there are ${ofVoices.join(", ")}.`;
  return `${address} means nothing; shared/protocol/PROTOCOL.md lists the addresses that do.`;
};

const ofVoices = OSC_ROUTES.filter(({ words }) => words[0] === "<voice>").map(({ words }) => words.slice(1).join("/"));

/** Addresses of one word, and the pads, which some look for among them. */
const SHORT = [...OSC_ROUTES.flatMap(({ words: [word = ""], words }) => (words.length === 1 ? [word] : [])), ...DRUMS];

/** With one word put right; or what one of the words means by itself. */
const nearestAddress = (words: readonly string[]): string | null => {
  for (const [place, word] of [...words.entries()].reverse()) {
    const right = nearest(word, wordsAt(place, words));
    if (right !== null) return `${OSC.set}/${words.with(place, right).join("/")}`;
  }
  const short = nearest(words.at(-1) ?? "", SHORT) ?? nearest(words[0] ?? "", SHORT);
  if (short === null) return null;
  return isDrum(short) ? OSC.play(short) : `${OSC.set}/${short}`;
};

/** What may stand at `place` beside the other words. */
const wordsAt = (place: number, words: readonly string[]): readonly string[] =>
  OSC_ROUTES.filter(({ words: known }) => {
    const fits = (word: string, i: number): boolean =>
      i === place ? !isName(word) : isName(word) || word === words[i];
    return known.length === words.length && known.every(fits);
  }).map(({ words: known }) => known[place]!);

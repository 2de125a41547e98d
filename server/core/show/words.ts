import type { Show } from "./show.ts";

/** The lines the picture may set in type: the show's own, or else its name and those of its voices. */
export const wordsOf = ({ words, name, voices }: Pick<Show, "words" | "name" | "voices">): readonly string[] => {
  const lines = words.map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => line !== "");
  return lines.length > 0 ? lines : [name, ...voices.map((voice) => voice.name)];
};

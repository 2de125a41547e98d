import { isUtf8 } from "node:buffer";

/** UTF-16 by its byte order mark, or by the zeros between its first letters where there is none. */
const utf16Of = ([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null => {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return "utf-16be";
  return null;
};

/**
 * The text of a file that a person wrote, with whatever editor: UTF-8 or UTF-16, without the byte order mark. Throws one
 * sentence, which begins with `name`, with the line of the first byte that is not Unicode: nothing is read as `M�ller`.
 */
export const unicodeText = (bytes: Uint8Array, name: string): string => {
  const utf16 = utf16Of(bytes);
  if (utf16 === null && !isUtf8(bytes)) throw new Error(`${name} is not in Unicode, ${placeOf(bytes)}; ${WAY_OUT}.`);
  try {
    return new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name} is UTF-16 with half a letter in it; ${WAY_OUT}.`);
  }
};

const WAY_OUT = "save it as UTF-8 in your editor";

const NEW_LINE = 0x0a;

/** Line and column of the first byte that is no UTF-8, with its letters as Windows-1252 has them: most likely those. */
const placeOf = (bytes: Uint8Array): string => {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(NEW_LINE, from);
    const until = end < 0 ? bytes.length : end;
    const text = bytes.subarray(from, until);
    if (!isUtf8(text)) {
      const column = new TextDecoder().decode(text).indexOf("\uFFFD") + 1;
      const word = /[^\s"]*$/.exec(new TextDecoder("windows-1252").decode(text).slice(0, column))?.[0] ?? "";
      return `line ${line}, column ${column} (after "${word.slice(-20, -1)}")`;
    }
    from = until + 1;
  }
  return "at its end";
};

import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/**
 * Reads JSON as people write it: comments and a comma behind the last entry are welcome. Throws one sentence, which
 * begins with `name`, with the line, the column and the way out for the first thing that is not right; names that stand
 * twice are not, since one of them would be lost.
 */
export const parseJsonText = (text: string, name: string): unknown => {
  const refuse = (offset: number, because: string): never => {
    const before = text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new Error(`${name} is not JSON, line ${before.length}, column ${column}: ${because}.`);
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) refuse(placeOf(first, text), complaintOf(first, text));
  if (root === undefined) throw new Error(`${name} holds nothing but comments; {} is the least that may stand there.`);
  for (const node of everyNode(root)) {
    if (node.type === "object") {
      const names = new Set<string>();
      for (const { offset, children: [key] = [] } of node.children ?? []) {
        const named = String(key?.value);
        if (names.has(named)) refuse(offset, `"${named}" stands here a second time; keep one of the two`);
        names.add(named);
      }
    }
    const written = text.slice(node.offset, node.offset + node.length);
    if (node.type === "string" && WINDOWS_PATH.test(written)) refuse(node.offset, BACKSLASH);
  }
  // Its objects have no prototype; JSON's have the usual one.
  return structuredClone(getNodeValue(root));
};

/** A path whose backslashes happen to make letters that JSON knows: C:\temp\new. */
const WINDOWS_PATH = /^"[a-zA-Z]:\\[^\\]/;
const BACKSLASH =
  'in JSON a backslash is written twice ("C:\\\\clips"), or write / in its place, which Windows takes too';

function* everyNode(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* everyNode(child);
}

/** Where the eye should look: a backslash stands somewhere in a text. */
const placeOf = ({ error, offset, length }: ParseError, text: string): number => {
  const kind = printParseErrorCode(error);
  if (kind === "InvalidEscapeCharacter") {
    const literal = text.slice(offset, offset + length);
    return offset + Math.max(0, literal.search(/(?<!\\)(\\\\)*\\[^"\\/bfnrtu]/));
  }
  return offset;
};

/** What is wrong, and what would be right. */
const complaintOf = ({ error, offset, length }: ParseError, text: string): string => {
  const found = text.slice(offset, offset + Math.max(1, length)).slice(0, 40);
  switch (printParseErrorCode(error)) {
    case "InvalidSymbol":
      return ofSymbol(found, text.slice(offset + length));
    case "InvalidEscapeCharacter":
      return BACKSLASH;
    case "InvalidUnicode":
      return "\\u must be followed by four digits from 0 to f";
    case "InvalidCharacter":
      return "a text holds a tab or another control character; write \\t, or a space";
    case "UnexpectedEndOfString":
      return 'a text begins here that does not end on its line; close it with "';
    case "UnexpectedEndOfComment":
      return "a comment begins here that does not end; close it with */";
    case "CommaExpected":
      return /^\d/.test(found) ? "a number must not begin with 0" : `a comma is missing before ${found}`;
    case "ColonExpected":
      return "a colon is missing after the name";
    case "PropertyNameExpected":
      return 'a name must stand here, in quotes, as in "tempo": 120';
    case "ValueExpected":
      return "a value is missing here";
    case "CloseBraceExpected":
      return "the file ends, but a { is still open; is it whole? Otherwise close it with }";
    case "CloseBracketExpected":
      return "the file ends, but a [ is still open; is it whole? Otherwise close it with ]";
    case "EndOfFileExpected":
      return `${found} stands behind the end; one { ... } is all there may be`;
    default:
      return `${found} has no place here`;
  }
};

const LITERALS: Readonly<Record<string, string>> = { true: "true", false: "false", null: "null", none: "null" };

/** Letters that stand without quotes where JSON knows none. */
const ofSymbol = (found: string, after: string): string => {
  if (/^[“”„‟«»‘’‚‹›]/.test(found))
    return `${found[0]} is a typographic quote, as word processors make them; write " in its place`;
  if (found.startsWith("'")) return `texts stand in double quotes: write " for '`;
  if (/^[+-]?\.?\d/.test(found)) return `${found} is not a number as JSON writes them: 0.5, 120, -3`;
  if (found === ";") return "; has no place here: between two entries stands a comma";
  if (/^\s*:/.test(after)) return `the name ${found} must stand in quotes: "${found}"`;
  const literal = LITERALS[found.toLowerCase()];
  if (literal !== undefined) return `${found} is written ${literal}`;
  return /^[\p{L}_]/u.test(found)
    ? `${found} is no value: a text stands in quotes, "${found}"`
    : `${found} has no place here`;
};

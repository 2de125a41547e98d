/** An element of an XML document: in it others, or text. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly content: readonly (Element | string)[];
}

export const element = (
  name: string,
  attributes: Element["attributes"] = {},
  content: Element["content"] = [],
): Element => ({ name, attributes, content });

/** The document, in XML 1.0; characters that it does not know become U+FFFD. */
export const xmlOf = (root: Element): string => `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, "")}\n`;

const written = ({ name, attributes, content }: Element, indent: string): string => {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(numberOrText(value))}"`);
  const begin = `${indent}<${name}${words.join("")}`;
  if (content.length === 0) return `${begin}/>`;
  const isText = content.every((part) => typeof part === "string");
  const inside = content.map((part) => (typeof part === "string" ? escaped(part) : written(part, `${indent}  `)));
  return isText ? `${begin}>${inside.join("")}</${name}>` : `${begin}>\n${inside.join("\n")}\n${indent}</${name}>`;
};

/** Numbers without an exponent: not every program reads one. */
const numberOrText = (value: string | number | boolean): string =>
  typeof value === "number" ? String(Math.round(value * 1e9) / 1e9) : String(value);

/** What XML 1.0 has no place for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const UNKNOWN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string =>
  text
    .replace(UNKNOWN, "\ufffd")
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign]!)
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A whole number that stands for a text, the same everywhere: FNV-1a over UTF-16 code units, 32 bits without sign. */
export const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

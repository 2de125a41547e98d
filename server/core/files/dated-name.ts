const LONGEST_NAME = 60;

/** `2026-11-22_19-03-12_late-set`: by the time of day where it is made, then what it is of. */
export const datedName = (at: Date, of: string): string => {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join("-");
  return [day, time, plain(of)].filter((part) => part !== "").join("_");
};

/** Letters and digits of any script, and `-`: what every file system takes. */
const plain = (name: string): string =>
  name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, LONGEST_NAME)
    .replaceAll(/^-+|-+$/g, "");

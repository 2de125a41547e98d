/** A length in milliseconds as a clock shows it: `1:02:03`, `2:03`. */
export const lengthOf = (length: number): string => {
  const seconds = Math.max(0, Math.floor(length / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(seconds % 60)}`;
};

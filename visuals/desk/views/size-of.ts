/** The size of a file, for people. */
export const sizeOf = (bytes: number): string => {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))}\u00a0kB`;
  return bytes < 1e9 ? shown(bytes / 1e6, "MB") : shown(bytes / 1e9, "GB");
};

const shown = (size: number, unit: string): string => `${size.toFixed(size < 10 ? 1 : 0)}\u00a0${unit}`;

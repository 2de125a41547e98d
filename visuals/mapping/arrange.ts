import type { Crop } from "../../shared/mapping/canvas.ts";

/** The parts of so many projectors beside one another, each as wide, that overlap by a share of their own width. */
export const sideBySide = (count: number, overlap: number): readonly Crop[] => {
  const width = 1 / (count - (count - 1) * overlap);
  return Array.from({ length: count }, (_, i) => ({ x: i * width * (1 - overlap), y: 0, width, height: 1 }));
};

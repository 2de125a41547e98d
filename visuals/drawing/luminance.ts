/**
 * Relative luminance, 0 to 1, of linear light whose channels are 0 to 1: sRGB's, weighed by Rec. 709
 * (WCAG 2.2, "relative luminance"). @realtime yes
 */
export const luminanceOf = (red: number, green: number, blue: number): number =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;

/**
 * Whether an input and an output are the two directions of one device, by their names. Systems add
 * to a device's name: ALSA client and port numbers, Windows a running number, and some makers the
 * direction.
 *
 * @example isSameDevice("TD-17:TD-17 MIDI 1 24:0", "TD-17:TD-17 MIDI 1 24:0") // true
 */
export const isSameDevice = (input: string, output: string): boolean => bare(input) === bare(output);

const bare = (name: string): string =>
  name
    .normalize()
    .toLowerCase()
    .replace(/\s+\d+:\d+$/, "")
    .replace(/\b(midi)?\s*(input|output|in|out)\b/g, "")
    .replace(/\s+/g, " ")
    .trim();

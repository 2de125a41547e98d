/** What a name that somebody typed stands for among the ports that are there. */
type PortMatch =
  | { readonly found: true; readonly index: number; readonly name: string }
  /** One sentence with the way out. */
  | { readonly found: false; readonly reason: string };

/** ALSA's client and port number at the end of a listed name: they change from one plugging-in to the next. */
const ALSA_NUMBERS = / \d+:\d+$/;

/** The name of a port as it stays: `TD-17:TD-17 MIDI 1 20:0` is `TD-17:TD-17 MIDI 1`. */
export const steadyName = (listed: string): string => listed.replace(ALSA_NUMBERS, "");

/** The port's own name without its ALSA client: `TD-17 MIDI 1`. Elsewhere the steady name. */
export const ownName = (listed: string): string => {
  const steady = steadyName(listed);
  return ALSA_NUMBERS.test(listed) ? steady.slice(steady.indexOf(":") + 1) : steady;
};

/** Ports of this program, or of another one like it: nobody means them by a part of a name. */
const isAntiphon = (listed: string): boolean => ownName(listed).startsWith("Antiphon");

/**
 * Finds the port that `wanted` names: the full listed name, else the name without ALSA's numbers,
 * else the port's own name, else a part of it; never mind the case, nor how an Ü is put together. The first of these that fits
 * any port decides; if it fits several, the name is ambiguous and none is taken.
 */
export const matchPort = (wanted: string, listed: readonly string[], direction: "input" | "output"): PortMatch => {
  const key = folded(wanted.trim());
  if (key === "") return { found: false, reason: `A MIDI ${direction} needs a name; "antiphon ports" lists them.` };
  const steadyKey = steadyName(key);
  const fits: readonly ((name: string) => boolean)[] = [
    (name) => folded(name) === key,
    (name) => folded(steadyName(name)) === steadyKey,
    (name) => folded(ownName(name)) === steadyKey,
    (name) => folded(steadyName(name)).includes(steadyKey) && !isAntiphon(name),
  ];
  for (const fit of fits) {
    const names = listed.filter(fit);
    const name = names[0];
    if (name === undefined) continue;
    if (names.length === 1) return { found: true, index: listed.indexOf(name), name };
    return {
      found: false,
      reason: `"${wanted}" fits ${names.length} MIDI ${direction}s (${quoted(names)}); give more of the name.`,
    };
  }
  const there = listed.length === 0 ? "there is none" : `there are ${quoted(listed)}`;
  return {
    found: false,
    reason: `No MIDI ${direction} is called "${wanted}" (${there}); it is taken as soon as it appears.`,
  };
};

/** macOS takes letters apart: its Ü is a U and two dots. */
const folded = (name: string): string => name.normalize().toLowerCase();

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

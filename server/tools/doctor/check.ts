/** What one check found, in one line, with the way out when something is missing. */
export interface Finding {
  /** What was looked at: "MIDI". */
  readonly subject: string;
  /** fine; missing: Antiphon plays without it; broken: it cannot play. */
  readonly state: "fine" | "missing" | "broken";
  readonly text: string;
}

export const finding = (subject: string, state: Finding["state"], text: string): Finding => ({ subject, state, text });

/** Looks at one thing this machine may or may not have; one file each in this room. Never throws. */
export type Check = () => Promise<readonly Finding[]>;

import type { VoiceName } from "../../../shared/music/note.ts";
import type { Member } from "./member.ts";

/** A model voice that hears itself, by way of others, and whom no live voice reaches. */
export interface UnfedVoice {
  readonly name: VoiceName;
  /** Everybody it hears, directly or through others; itself is one of them. */
  readonly upstream: ReadonlySet<VoiceName>;
}

/**
 * The voices that would wait for one another for ever, in the order of the show: models in a loop that nobody feeds.
 * When all that such a voice hears is idle, nothing will ever come, and it is the one to begin.
 */
export const unfedVoices = (members: readonly Member[]): readonly UnfedVoice[] => {
  const known = new Map(members.map((member) => [member.name, member]));
  return members
    .map(({ name }) => ({ name, upstream: upstreamOf(name, known) }))
    .filter(({ name, upstream }) => upstream.has(name) && [...upstream].every((heard) => known.get(heard)?.model));
};

const upstreamOf = (name: VoiceName, known: ReadonlyMap<VoiceName, Member>): ReadonlySet<VoiceName> => {
  // A set is walked in the order it grows, so this goes on until nobody new is heard.
  const upstream = new Set(known.get(name)?.listensTo);
  for (const heard of upstream) for (const further of known.get(heard)?.listensTo ?? []) upstream.add(further);
  return upstream;
};

import type { VoiceName } from "../../../shared/music/note.ts";
import type { Member } from "./member.ts";

/** The live voice nearest to `name` up the chain of those who listen, the first where several are as near; null where nobody live is heard. */
export const liveVoiceHeardBy = (name: VoiceName, members: readonly Member[]): VoiceName | null => {
  const known = new Map(members.map((member) => [member.name, member]));
  // A set is walked in the order it grows: the nearest first.
  const upstream = new Set(known.get(name)?.listensTo);
  for (const heard of upstream) {
    const member = known.get(heard);
    if (member !== undefined && member.model === null) return heard;
    for (const further of member?.listensTo ?? []) upstream.add(further);
  }
  return null;
};

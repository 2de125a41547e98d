import type { ReplayState } from "../../shared/protocol/replay.ts";

/** Where the take that is played is at `now` of the server's axis, in seconds from its beginning. */
export const replayPosition = (
  { seconds, at, speed, paused, length, loop, countIn = null }: ReplayState,
  now: number,
): number => {
  if (paused) return seconds;
  const gone = seconds + Math.max(0, (now - at) / 1000) * speed;
  if (loop !== null && gone >= loop.to && loop.to > loop.from) {
    const counted = countIn === null ? 0 : ((countIn.until - countIn.from) / 1000) * speed;
    // It stands at the beginning while the next round is counted in.
    const into = ((gone - loop.to) % (loop.to - loop.from + counted)) - counted;
    return loop.from + Math.max(0, into);
  }
  return Math.max(0, Math.min(gone, length ?? gone));
};

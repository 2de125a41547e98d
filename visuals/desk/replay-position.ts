import type { ReplayState } from "../../shared/protocol/replay.ts";

/** Where the take that is played is at `now` of the server's axis, in seconds from its beginning. */
export const replayPosition = ({ seconds, at, speed, paused, length, loop }: ReplayState, now: number): number => {
  if (paused) return seconds;
  const gone = seconds + Math.max(0, (now - at) / 1000) * speed;
  if (loop !== null && gone >= loop.to && loop.to > loop.from)
    return loop.from + ((gone - loop.from) % (loop.to - loop.from));
  return Math.max(0, Math.min(gone, length ?? gone));
};

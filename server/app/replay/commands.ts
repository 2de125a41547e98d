import type { CLOCK_COMMANDS } from "../../../shared/controls/clock.ts";
import type { Handlers } from "../../../shared/controls/controls.ts";
import type { REPLAY_COMMANDS } from "../../../shared/controls/replay.ts";
import type { TRANSPORT_COMMANDS } from "../../../shared/controls/transport.ts";
import type { Replay } from "./replay.ts";

/** What can be ordered of a take that is played. */
export const replayCommands = (replay: Replay): Handlers<typeof REPLAY_COMMANDS> => ({
  replay: ({ take, manner = "as-it-was", from }) => replay.play(take, manner, from),
  "replay-seek": ({ to }) => replay.seek(to),
  "replay-loop": ({ do: _, ...loop }) => replay.loop(loop),
  "replay-speed": ({ speed }) => replay.setSpeed(speed),
  "replay-pause": ({ on }) => replay.pause(on),
  "replay-stop": () => replay.end(),
});

type TimeCommands = Handlers<typeof TRANSPORT_COMMANDS & typeof CLOCK_COMMANDS>;

/** What can be ordered of time: while a take is played its time is its own, and start and stop are those of the take. */
export const ledBy = <Commands extends TimeCommands>(replay: Replay, commands: Commands): Commands => {
  const demandOurs = (): void => {
    const { leader } = replay;
    if (leader !== null)
      throw new Error(`The tempo comes from ${leader}; "replay-speed" turns it, "replay-stop" ends it.`);
  };
  const ours = (name: "tempo" | "tempo-scale" | "metre" | "tap" | "nudge") => (order: never) => {
    demandOurs();
    return commands[name](order);
  };
  return {
    ...commands,
    start: (order) => (replay.state === null ? commands.start(order) : replay.pause(false)),
    stop: (order) => (replay.state === null ? commands.stop(order) : replay.pause(true)),
    tempo: ours("tempo"),
    "tempo-scale": ours("tempo-scale"),
    metre: ours("metre"),
    tap: ours("tap"),
    nudge: ours("nudge"),
  };
};

import type { CLOCK_COMMANDS } from "../../../shared/controls/clock.ts";
import type { Handlers } from "../../../shared/controls/controls.ts";
import type { REHEARSAL_COMMANDS } from "../../../shared/controls/rehearsal.ts";
import type { TRANSPORT_COMMANDS } from "../../../shared/controls/transport.ts";
import { bpm, MAX_BPM, MIN_BPM, ms } from "../../../shared/time/units.ts";
import type { ClockSelection } from "./clock-selection.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Transport } from "./transport.ts";

/** What can be ordered of time. */
export const clockCommands = (
  transport: Transport,
  clock: ClockSelection,
  rehearsal: Rehearsal,
): Handlers<typeof TRANSPORT_COMMANDS & typeof CLOCK_COMMANDS & typeof REHEARSAL_COMMANDS> => {
  const demandOwnTempo = (isOurs: boolean): void => {
    if (!isOurs)
      throw new Error(`The tempo comes from ${transport.source.name}; choose the internal clock to set it here.`);
  };
  return {
    start: () => transport.start(rehearsal.state.countIn),
    stop: () => transport.stop(),
    tempo: (order) => demandOwnTempo(transport.setTempo(bpm(order.bpm))),
    "tempo-scale": ({ by }) => {
      // The source's own: ours is another for a while after a nudge.
      const tempo = (transport.source.timeline ?? transport.timeline).tempo * by;
      if (tempo < MIN_BPM || tempo > MAX_BPM)
        throw new Error(`That would be ${Math.round(tempo)} bpm; the tempo is ${MIN_BPM} to ${MAX_BPM}.`);
      demandOwnTempo(transport.setTempo(bpm(tempo)));
    },
    metre: ({ numerator, denominator }) => transport.setMetre({ numerator, denominator }),
    tap: ({ at }) => demandOwnTempo(clock.tap(at).done !== "refused"),
    nudge: (order) => transport.nudge(ms(order.ms)),
    clock: ({ source }) => clock.choose(source),
    "clock-follow": (order) => clock.followTransport(order.transport),
    metronome: ({ on }) => rehearsal.turn({ metronome: on }),
    "metronome-level": ({ level }) => rehearsal.turn({ level }),
    "count-in": ({ bars }) => rehearsal.turn({ countIn: bars }),
    "follow-drummer": ({ on }) => clock.followDrummer(on),
  };
};

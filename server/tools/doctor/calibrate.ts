import type { Reporter } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { portChoice } from "../../core/show/port-name.ts";
import { type FindInputs, MidiInputPort } from "../../io/midi/input-port.ts";
import { type FindOutputs, MidiOutputPort } from "../../io/midi/output-port.ts";

/** What a loop-back cable from an output to an input has shown. */
export interface LatencyMeasurement {
  readonly sent: number;
  /** Milliseconds from sending to hearing, the shortest first; as many as came back. */
  readonly roundTrips: readonly number[];
}

interface CalibrationOptions {
  /** Names of ports as in a show. */
  readonly input: string;
  readonly output: string;
  readonly count: number;
  readonly findInputs: FindInputs;
  readonly findOutputs: FindOutputs;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** A note that no drum is on, of the lowest velocity: harmless if the cable leads to an instrument after all. */
const NOTE_ON = 0x90;
const NOTE_OFF = 0x80;
const LOWEST_PITCH = 0;
/** Each note has a pitch of its own for a while, so that a late one is not taken for the next. */
const PITCHES = 24;

const OPENS_WITHIN = ms(3000);
const LOOK_EVERY = ms(100);
const COMES_BACK_WITHIN = ms(500);
/** Between notes, and changing, so that they fall at other places of whatever polls the cable. */
const GAP = ms(20);
const GAP_CHANGES = ms(1.37);

/**
 * Sends notes out of one port and waits for them at another that a cable leads to. Rejects with one
 * sentence and the way out if a port does not open or nothing comes back.
 */
export const calibrate = async (options: CalibrationOptions): Promise<LatencyMeasurement> => {
  const { input, output, count, time, report } = options;
  let out: Connection = { kind: "midi-out", name: output, state: "waiting", detail: "" };
  const listener = {
    opened: () => {},
    connection: (connection: Connection) => {
      out = connection;
    },
  };
  const to = new MidiOutputPort(portChoice(output), options.findOutputs, listener, report);
  const from = new MidiInputPort(portChoice(input), options.findInputs, time, report);
  try {
    await opened(() => {
      to.look();
      return out;
    }, time);
    await opened(() => from.connection, time);
    const roundTrips: number[] = [];
    for (let i = 0; i < count; i++) {
      const trip = await roundTrip(to, from, LOWEST_PITCH + (i % PITCHES), time);
      if (trip !== null) roundTrips.push(trip);
      else if (roundTrips.length === 0 && i === 2)
        throw new Error(
          `Nothing comes back at "${from.connection.name}" from "${out.name}"; lead a cable from that output to that input, and close programs that hold them.`,
        );
      await pause(ms(GAP + ((i * GAP_CHANGES) % GAP)), time);
    }
    return { sent: count, roundTrips: roundTrips.sort((a, b) => a - b) };
  } finally {
    from.dispose();
    to.dispose();
  }
};

/** The median, and the two ends of what nine out of ten lie between. */
export const latencyOf = ({
  roundTrips,
}: LatencyMeasurement): { readonly median: number; readonly from: number; readonly to: number } => {
  const at = (share: number): number => roundTrips[Math.round(share * (roundTrips.length - 1))] ?? Number.NaN;
  return { median: at(0.5), from: at(0.05), to: at(0.95) };
};

/** What to write as `offsetMs` of the output: of the way there and back, one is the output's. */
export const offsetOf = (calibration: LatencyMeasurement): number =>
  -Math.round(latencyOf(calibration).median * 5) / 10 || 0;

/** Milliseconds, or null if the note does not come back. */
const roundTrip = (to: MidiOutputPort, from: MidiInputPort, pitch: number, time: TimeSource): Promise<number | null> =>
  new Promise((resolve) => {
    const done = (trip: number | null): void => {
      leave();
      cancel();
      to.send(Buffer.of(NOTE_OFF, pitch, 0));
      resolve(trip);
    };
    const leave = from.onMessage(({ message, at }) => {
      if (message.type === "note-on" && message.pitch === pitch) done(Math.max(0, at - sent));
    });
    const cancel = time.wake(ms(time.now() + COMES_BACK_WITHIN), () => done(null));
    const sent = time.now();
    to.send(Buffer.of(NOTE_ON, pitch, 1));
  });

const opened = async (look: () => Connection, time: TimeSource): Promise<void> => {
  const until = time.now() + OPENS_WITHIN;
  for (;;) {
    const { state, detail } = look();
    if (state === "open") return;
    if (state === "failed" || time.now() >= until) throw new Error(detail);
    await pause(LOOK_EVERY, time);
  }
};

const pause = (length: Ms, time: TimeSource): Promise<void> =>
  new Promise((resolve) => time.wake(ms(time.now() + length), resolve));

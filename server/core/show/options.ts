import { resolve } from "node:path";
import type { z } from "zod";
import { check } from "../check/check.ts";
import { duetOf } from "./duet.ts";
import { Show } from "./show.ts";
import { routesOf } from "./voice-entry.ts";

/** What `antiphon play` takes on the command line, as it was typed. Lists come from options given more than once. */
export interface PlayOptions {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly bpm?: string | undefined;
  readonly seed?: string | undefined;
  readonly clock?: string | undefined;
  readonly midiIn?: readonly string[] | undefined;
  readonly midiOut?: readonly string[] | undefined;
  /** HOST:PORT or HOST:PORT:PROFILE. */
  readonly osc?: readonly string[] | undefined;
  /** The UDP port where OSC comes in. */
  readonly oscIn?: string | undefined;
  readonly demo?: boolean | undefined;
  /** Nobody plays live; the models play with one another. */
  readonly duet?: boolean | undefined;
  readonly midiFile?: string | undefined;
  /** Whether the MIDI file keeps its own tempo. */
  readonly ownTempo?: boolean | undefined;
}

/**
 * The show with the command line on top: each option replaces what the show says.
 * Throws one sentence that names the option and what would be right.
 */
export const applyOptions = (show: Show, options: PlayOptions): Show => {
  const { port, host, bpm, seed, clock, midiIn, midiOut, osc, oscIn, demo, duet, midiFile, ownTempo } = options;
  const { shape } = Show;
  const given: Show = { ...show, http: { ...show.http }, clock: { ...show.clock }, inputs: { ...show.inputs } };
  if (port !== undefined) given.http.port = right(shape.http, { port: number(port) }, "--port").port;
  if (host !== undefined) given.http.host = right(shape.http, { host }, "--host").host;
  if (bpm !== undefined) given.tempo = right(shape.tempo, number(bpm), "--bpm");
  if (seed !== undefined) given.seed = right(shape.seed, number(seed), "--seed");
  if (clock !== undefined) given.clock.source = right(shape.clock, { source: clock }, "--clock").source;
  if (midiIn !== undefined) given.inputs.midi = right(shape.inputs, { midi: midiIn }, "--midi-in").midi;
  if (oscIn !== undefined)
    given.inputs.osc = right(shape.inputs, { osc: { ...show.inputs.osc, port: number(oscIn) } }, "--osc-in").osc;
  if (demo !== undefined) given.inputs.demo = demo;
  if (midiFile !== undefined)
    given.inputs.file = { loop: true, tempo: "transport", ...show.inputs.file, path: resolve(midiFile) };
  if (duet === true) {
    given.voices = duetOf(show.voices);
    given.inputs.demo = false;
  }
  if (ownTempo) {
    if (given.inputs.file === null) throw new Error("--own-tempo is for a MIDI file; name one with --midi-file.");
    given.inputs.file = { ...given.inputs.file, tempo: "own" };
  }
  if (osc !== undefined) given.osc = right(shape.osc, osc.map(target), "--osc");
  if (midiOut !== undefined)
    given.voices = given.voices.map((voice) =>
      voice.kind === "model" && voice.sounds
        ? { ...voice, midi: midiOut.map((port) => ({ channel: 10, offsetMs: 0, ...routesOf(voice)[0], port })) }
        : voice,
    );
  return given;
};

/** The checked value, or an error that begins with the option. */
const right = <T>(schema: z.ZodType<T>, value: unknown, option: string): T => {
  const checked = check(schema, value, option);
  if (checked.ok) return checked.value;
  // The place inside the show means nothing to whoever typed an option.
  throw new Error(`${checked.reason.replace(/^\S+/, option)}.`);
};

/** What was typed as a number; what is none stays as it is and is complained of. */
const number = (typed: string): unknown => (typed.trim() === "" || Number.isNaN(Number(typed)) ? typed : Number(typed));

const TARGET = /^(?<host>\[[^\]]+\]|[^:\s]+):(?<port>\d+)(?::(?<profile>[^:\s]+))?$/;

const target = (typed: string): unknown => {
  const { host, port, profile } = TARGET.exec(typed)?.groups ?? {};
  if (host === undefined || port === undefined)
    throw new Error(`--osc must be HOST:PORT or HOST:PORT:PROFILE, for example 127.0.0.1:7000, not "${typed}".`);
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port), ...(profile === undefined ? {} : { profile }) };
};

import { resolve } from "node:path";
import type { z } from "zod";
import { check } from "../check/check.ts";
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
  readonly midiFile?: string | undefined;
}

/**
 * The show with the command line on top: each option replaces what the show says.
 * Throws one sentence that names the option and what would be right.
 */
export const applyOptions = (show: Show, options: PlayOptions): Show => {
  const { http, clock, inputs, osc } = Show.shape;
  const given: Partial<Show> = {};
  if (options.port !== undefined || options.host !== undefined)
    given.http = {
      port: options.port === undefined ? show.http.port : right(http, { port: number(options.port) }, "--port").port,
      host: options.host === undefined ? show.http.host : right(http, { host: options.host }, "--host").host,
    };
  if (options.bpm !== undefined) given.tempo = right(Show.shape.tempo, number(options.bpm), "--bpm");
  if (options.seed !== undefined) given.seed = right(Show.shape.seed, number(options.seed), "--seed");
  if (options.clock !== undefined)
    given.clock = { ...show.clock, source: right(clock, { source: options.clock }, "--clock").source };

  given.inputs = { ...show.inputs };
  if (options.midiIn !== undefined) given.inputs.midi = right(inputs, { midi: options.midiIn }, "--midi-in").midi;
  if (options.oscIn !== undefined)
    given.inputs.osc = right(inputs, { osc: { ...show.inputs.osc, port: number(options.oscIn) } }, "--osc-in").osc;
  if (options.demo !== undefined) given.inputs.demo = options.demo;
  if (options.midiFile !== undefined)
    given.inputs.file = { loop: true, tempo: "transport", ...show.inputs.file, path: resolve(options.midiFile) };

  if (options.osc !== undefined) given.osc = right(osc, options.osc.map(target), "--osc");

  const { midiOut } = options;
  if (midiOut !== undefined)
    given.voices = show.voices.map((voice) =>
      voice.kind === "model" && voice.sounds
        ? { ...voice, midi: midiOut.map((port) => ({ channel: 10, offsetMs: 0, ...routesOf(voice)[0], port })) }
        : voice,
    );
  return { ...show, ...given };
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

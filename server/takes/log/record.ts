import { z } from "zod";
import { DRUMS } from "../../../shared/music/drums.ts";
import type { PassDoses } from "../../../shared/picture/passes.ts";
import { TRANSITIONS } from "../../../shared/picture/transitions.ts";
import { type Beats, type Ms, ms } from "../../../shared/time/units.ts";

/** Of the lines of a log and of the headers of takes; a change that an older reader would get wrong raises it. */
export const LOG_VERSION = 1;

const Moment = z.number() as unknown as z.ZodType<Ms>;
const Place = z.number() as unknown as z.ZodType<Beats>;
const VoiceName = z.string();

const PlannedNote = {
  id: z.int(),
  voice: VoiceName,
  drum: z.enum(DRUMS),
  velocity: z.number(),
  beat: Place,
  duration: Place,
  surprise: z.number().nullable(),
};

const Transport = {
  playing: z.boolean(),
  rest: Place,
  tempo: z.number().positive(),
  originBeats: Place,
  originMs: Moment,
  metre: z.object({ numerator: z.int().min(1), denominator: z.int().min(1) }),
  jumped: z.boolean(),
};

const Cue = z.object({
  id: z.int(),
  beat: Place,
  at: Moment,
  scene: z.string(),
  seed: z.number(),
  transition: z.enum(TRANSITIONS),
  transitionBeats: Place,
  palette: z.string(),
  intensity: z.number(),
  passes: z.record(z.string(), z.number()) as unknown as z.ZodType<PassDoses>,
});

const LiveNote = z.object({ ...PlannedNote, at: Moment, live: z.literal(true) });
const NoteAhead = z.object({ ...PlannedNote, live: z.literal(false) });
const Gauge = { voice: VoiceName, density: z.number(), surprise: z.number().nullable() };

const PLAYED = [
  z.object({ kind: z.literal("live"), note: LiveNote }),
  z.object({ kind: z.literal("plan"), note: NoteAhead }),
  z.object({ kind: z.literal("revoke"), notes: z.array(z.int()) }),
  z.object({ kind: z.literal("cue"), cue: Cue }),
  z.object({ kind: z.literal("gauge"), ...Gauge }),
] as const;

/** `at` is when the main thread dealt with it, on the server's axis; lines stand in the order in which it did. */
const line = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), at: Moment, ...shape });

/**
 * Everything that may stand in a log, one JSON object a line. From outside come hits, orders, changes of the
 * transport, steps that are over, what networks answered and when they were late, and which scenes there are; all
 * else follows from these, and is there to be read, and to be compared with when a take is played again.
 */
const LINES = [
  /** The first line of each file: its number from 0, and how many lines follow that say what was true at its beginning, each as it was told. `lost` lines are missing before it. */
  line("segment", { version: z.int(), number: z.int().min(0), state: z.int().min(0), lost: z.int().min(0) }),

  // From outside.
  /** Somebody plays: every live voice is hit. */
  line("hit", {
    source: z.string(),
    hit: z.object({ drum: z.enum(DRUMS), velocity: z.number(), at: Moment }),
  }),
  /** An order has come to the gate; `order` counts from 1. What it does stands behind it. */
  line("order", { order: z.int(), command: z.looseObject({ do: z.string() }), origin: z.string() }),
  /** That order is carried out, or refused for this reason; at once, or after what happened meanwhile. */
  line("outcome", { order: z.int(), refused: z.string().nullable() }),
  /** As the rooms were told of it. */
  line("transport", Transport),
  /** A step of the transport's grid is over. */
  line("step", { step: z.int() }),
  /** What band and director began with: the scenes of the show then, silent voices, and what the networks run on. */
  line("begin", {
    scenes: z.array(z.looseObject({ name: z.string() })),
    transport: z.object(Transport),
    silent: z.array(VoiceName),
    backend: z.string().nullable(),
    /** What is remembered of live voices since other evenings, as in the show's own files. */
    remembered: z.array(z.object({ voice: VoiceName, heard: z.looseObject({}) })),
  }),
  /** The cue in force is told to everybody, once at the start. */
  line("open", {}),
  /** An order reaches band or director, with the names that were meant. */
  line("ensemble", { order: z.looseObject({ do: z.string() }) }),
  /** The networks have replied to request number `request`, which count from 1 over all voices, or could not (`failed`). */
  line("reply", { request: z.int(), failed: z.string().nullable() }),
  /** A step was due and its network had not replied: the wake of this number, which count from 1. */
  line("wake", { wake: z.int() }),
  /** The networks have crashed, and begin afresh. */
  line("crash", {}),
  /** Whether the picture stands still, so that the director changes nothing. */
  line("rest", { on: z.boolean() }),
  /** Which scenes the director may choose from, as it was offered them. */
  line("scenes", { offered: z.array(z.looseObject({ name: z.string() })) }),
  /** A scene is not there any more. */
  line("withdrawn", { scene: z.string() }),

  /** A take begins to be played, or is entered elsewhere: band and director rest. Or it is over. */
  line("aside", { on: z.boolean() }),
  /** What the take that is played gives out; it goes out as what band and director give. */
  line("played", { played: z.discriminatedUnion("kind", PLAYED) }),

  // What went out.
  /** A note sounds already (live), or is planned for its beat. */
  line("live", { note: LiveNote }),
  line("plan", { note: NoteAhead }),
  /** These planned notes will not sound after all. */
  line("revoke", { notes: z.array(z.int()) }),
  line("cue", { cue: Cue }),
  /** How a voice did in the step that is over. */
  line("gauge", Gauge),
  /** A voice has played its answer to the end: nats a step, and Magenta's log-likelihood of call and answer. */
  line("answered", {
    voice: VoiceName,
    callSurprise: z.number().nullable(),
    responseSurprise: z.number().nullable(),
    /** The same with what is remembered of the drummer; left out where nobody remembers. */
    callSurpriseWithMemory: z.number().nullable().optional(),
    responseSurpriseWithMemory: z.number().nullable().optional(),
    logLikelihood: z.number().nullable(),
  }),
  /** So many notes in all were dropped since they were too late to sound. */
  line("late", { dropped: z.int() }),

  // What people and pages were told.
  line("clock", { source: z.string(), sourceState: z.string(), shownTempo: z.number() }),
  /** A setting has another value; null when it is not there any more. */
  line("control", { path: z.string(), value: z.unknown(), by: z.string().nullable() }),
  /** The picture's state as pages are told it, by the name of their event: picture, media, projectors, ownScenes. */
  line("told", { event: z.enum(["picture", "media", "projectors", "ownScenes"]), state: z.unknown() }),
  line("report", { level: z.enum(["info", "warning", "error"]), room: z.string(), text: z.string() }),
  line("mark", { words: z.string() }),
] as const;

/** One line of a log. */
export const TakeRecord = z.discriminatedUnion("kind", LINES);
export type TakeRecord = z.infer<typeof TakeRecord>;
export type RecordKind = TakeRecord["kind"];
export type RecordOf<Kind extends RecordKind> = Extract<TakeRecord, { kind: Kind }>;

/** Cues that are known ahead at a time, and the one in force: more are never needed to know what is on. */
const CUES_KEPT = 4;

/** Of a line that says the state of something: what it says it of. */
const STATE_KEYS: { readonly [Kind in RecordKind]?: (record: RecordOf<Kind>) => string } = {
  transport: ({ kind }) => kind,
  scenes: ({ kind }) => kind,
  clock: ({ kind }) => kind,
  late: ({ kind }) => kind,
  cue: ({ cue }) => `cue ${cue.id % CUES_KEPT}`,
  control: ({ path }) => `control ${path}`,
  told: ({ event }) => `told ${event}`,
};

/** The kinds of lines that say the state of something; all others happen and are over. */
export const STATE_KINDS: ReadonlySet<string> = new Set(Object.keys(STATE_KEYS));

/**
 * What a line says the state of, so that a later one with the same key takes its place; null for what happens and is
 * over. The newest of each key is true at a moment, and stands again at the beginning of each file.
 */
export const stateKeyOf = (record: TakeRecord): string | null => {
  const keyOf = STATE_KEYS[record.kind] as ((record: TakeRecord) => string) | undefined;
  return keyOf?.(record) ?? null;
};

/** A moment as lines have it: whole microseconds, so that what is read back is the same number. @realtime yes */
export const dated = (at: Ms): Ms => ms(Math.round(at * 1000) / 1000);

import { z } from "zod";
import { TAKE_ANSWER_MS } from "../protocol/desk.ts";
import { VoiceChanges } from "./band.ts";
import { defineCommand } from "./control.ts";
import { NAMES } from "./names.ts";
import { REHEARSAL_SETTINGS } from "./rehearsal.ts";

/** Bar and beat, seconds, or the words of a mark; see PLACES. */
const Place = z.union([z.string().normalize().min(1).max(200), z.number()]);

const PLACES = "a bar (`12`), a bar and its beat (`12.3`), seconds from the beginning (`90s`), or the words of a mark";

/** Settings of a voice, as the order `voice` takes them. */
const Change = z.strictObject({ voice: NAMES.voice, set: VoiceChanges });
export type Change = z.infer<typeof Change>;

const range = ([from, to, countInBars]: readonly unknown[]) => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(countInBars === undefined ? {} : { countInBars }),
});

export const REPLAY_COMMANDS = {
  replay: defineCommand({
    takes: {
      take: NAMES.take,
      manner: z.enum(["as-it-was", "drummer"]).exactOptional(),
      from: Place.exactOptional(),
    },
    about: `plays a take into the running show: all notes and cues as they were, or with \`manner\` "drummer" only its drummer and its tempo, and the band answers anew. It begins at \`from\`: ${PLACES}. Live input goes on sounding`,
    answerMs: TAKE_ANSWER_MS,
    osc: [
      {
        address: "replay",
        values: "a take, and as-it-was or drummer",
        fields: ([take, manner]) => ({ take, ...(manner === undefined ? {} : { manner }) }),
      },
    ],
  }),
  "replay-seek": defineCommand({
    takes: { to: Place },
    about: `the take that is played goes on from there: ${PLACES}`,
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "replay-seek", values: "a place", fields: ([to]) => ({ to }) }],
  }),
  "replay-loop": defineCommand({
    takes: {
      from: Place.exactOptional(),
      to: Place.exactOptional(),
      countInBars: REHEARSAL_SETTINGS["count-in"].schema.exactOptional(),
      changes: z.array(Change).min(1).max(16).exactOptional(),
    },
    about:
      'plays the part between two such places over and over; with neither of them the take goes on to its end. `countInBars` bars of clicks lead into each round, 0 to 4, otherwise 0. With manner "drummer" every second round is played with `changes`, settings of voices as `voice` takes them: two answers to the same playing, one after the other',
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "replay-loop", values: "two places, and bars to count in; or nothing", fields: range }],
  }),
  "replay-speed": defineCommand({
    takes: { speed: z.number().min(0.25).max(4) },
    about: "how fast the take is played: 0.5 is half the tempo, 2 twice",
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "replay-speed", values: "a number", fields: ([speed]) => ({ speed }) }],
  }),
  "replay-pause": defineCommand({
    takes: { on: z.boolean() },
    hand: "switch",
    about: "the take that is played stands, or goes on from there",
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "replay-pause", values: "0 or 1", fields: ([on]) => ({ on: Boolean(on) }) }],
  }),
  "replay-stop": defineCommand({
    takes: {},
    about: "ends it, and the show goes on as it was",
    osc: [{ address: "replay-stop", values: "button" }],
  }),
};

import { z } from "zod";
import { TAKE_ANSWER_MS } from "../protocol/desk.ts";
import { defineCommand } from "./control.ts";
import { NAMES } from "./names.ts";

/** Bar and beat, seconds, or the words of a mark; see PLACES. */
const Place = z.union([z.string().normalize().min(1).max(200), z.number()]);

const PLACES = "a bar (`12`), a bar and its beat (`12.3`), seconds from the beginning (`90s`), or the words of a mark";

const range = ([from, to]: readonly unknown[]) => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
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
    takes: { from: Place.exactOptional(), to: Place.exactOptional() },
    about: "plays the part between two such places over and over; with neither of them the take goes on to its end",
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "replay-loop", values: "two places, or nothing", fields: range }],
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

import { z } from "zod";
import { TAKE_ANSWER_MS } from "../protocol/desk.ts";
import { defineCommand, defineSetting, reading, turning } from "./control.ts";
import { NAMES } from "./names.ts";
import { VALUE } from "./template.ts";

/** The moments before one knew that it was good: what is played is kept for so long in any case. */
export const MOST_KEPT_MINUTES = 10;

export const TAKE_SETTINGS = {
  take: defineSetting({
    path: "take",
    schema: z.boolean(),
    default: false,
    undoable: false,
    about:
      "a take is recorded: all that comes in and goes out, in a folder of `takes`. Acknowledged when it is begun, or finished",
    template: { do: "take", on: VALUE },
    read: reading("log", ({ take }) => take !== null),
  }),
};

/** What every file system takes as the name of a folder. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _-]{0,78}[\p{L}\p{M}\p{N}_-])?$/u;
const NewName = z.string().normalize().regex(NAME, {
  error: "must have at most 80 letters, digits, spaces, - and _, and begin with a letter or digit",
});
const Minutes = z.number().min(0.1).max(MOST_KEPT_MINUTES);
const words = ([first]: readonly unknown[]) => ({ words: first ?? "" });

export const TAKE_COMMANDS = {
  take: turning(TAKE_SETTINGS.take, TAKE_ANSWER_MS),
  "take-keep": defineCommand({
    takes: { minutes: Minutes },
    about: "makes a take of the last `minutes`: what was played is there for ten of them in any case",
    answerMs: TAKE_ANSWER_MS,
    osc: [{ address: "take-keep", values: "minutes, otherwise 1", fields: ([minutes = 1]) => ({ minutes }) }],
  }),
  "take-mark": defineCommand({
    takes: { words: z.string().normalize().max(200) },
    about: "marks this moment, in words or with none, in the take that is recorded and in what is kept of it later",
    osc: [{ address: "take-mark", values: "text, or nothing", fields: words }],
  }),
  "take-rename": defineCommand({
    takes: { take: NAMES.take, name: NewName },
    about: "gives a take another name, which is its folder's",
  }),
  "take-delete": defineCommand({
    takes: { take: NAMES.take },
    about: "deletes a take; for a week it can be had back",
  }),
  "take-undelete": defineCommand({ takes: { take: NAMES.take }, about: "has back a take that was deleted" }),
};

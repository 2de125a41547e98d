import type { Handlers } from "../../shared/controls/controls.ts";
import type { TAKE_COMMANDS } from "../../shared/controls/take.ts";
import type { Takes } from "./takes.ts";

/** What can be ordered of takes. */
export const takeCommands = (takes: Takes): Handlers<typeof TAKE_COMMANDS> => ({
  take: ({ on }) => (on ? takes.begin() : takes.end()),
  "take-keep": ({ minutes }) => takes.keep(minutes),
  "take-mark": ({ words }) => takes.mark(words),
  "take-rename": ({ take, name }) => takes.rename(take, name),
  "take-delete": ({ take }) => takes.remove(take),
  "take-undelete": ({ take }) => takes.haveBack(take),
});

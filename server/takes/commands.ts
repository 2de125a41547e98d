import type { Handlers } from "../../shared/controls/controls.ts";
import type { TAKE_COMMANDS } from "../../shared/controls/take.ts";
import type { Takes } from "./takes.ts";

/** What can be ordered of takes. `demandIdle` throws one sentence for one that cannot be moved now. */
export const takeCommands = (takes: Takes, demandIdle: (take: string) => void): Handlers<typeof TAKE_COMMANDS> => ({
  take: ({ on }) => (on ? takes.begin() : takes.end()),
  "take-keep": ({ minutes }) => takes.keep(minutes),
  "take-mark": ({ words }) => takes.mark(words),
  "take-rename": async ({ take, name }) => {
    demandIdle(take);
    await takes.rename(take, name);
  },
  "take-delete": async ({ take }) => {
    demandIdle(take);
    await takes.remove(take);
  },
  "take-undelete": ({ take }) => takes.haveBack(take),
});

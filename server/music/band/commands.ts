import type { BAND_COMMANDS } from "../../../shared/controls/band.ts";
import type { Handlers } from "../../../shared/controls/controls.ts";
import type { Band } from "./band.ts";

/** Finds a model by its name, or by its place among those there are; throws a sentence where there is none. */
type FindModel = (model: string | number) => string;

/** What can be ordered of the band; a panic is more than the band's. */
export const bandCommands = (band: Band, findModel: FindModel): Omit<Handlers<typeof BAND_COMMANDS>, "panic"> => ({
  voice: ({ voice, set }) => band.set(voice, set),
  mutate: ({ voice }) => band.mutate(voice),
  "end-call": ({ voice }) => band.endCall(voice),
  forget: ({ voice }) => band.forget(voice),
  model: ({ voice, model }) => band.changeModel(voice, findModel(model)),
});

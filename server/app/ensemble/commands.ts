import type { COMMANDS, Handlers } from "../../../shared/controls/controls.ts";
import type { Ensemble } from "./ensemble.ts";
import type { EnsembleOrderName } from "./input.ts";

/**
 * What can be ordered of band and director; a panic is more than theirs. `findModel` finds a model by its name, or by
 * its place among those there are, so that what the ensemble is ordered means the same wherever it is read.
 */
export const ensembleCommands = (
  ensemble: Ensemble,
  findModel: (model: string | number) => string,
): Handlers<Pick<typeof COMMANDS, Exclude<EnsembleOrderName, "panic">>> => ({
  voice: (order) => ensemble.order(order),
  mutate: (order) => ensemble.order(order),
  "end-call": (order) => ensemble.order(order),
  forget: (order) => ensemble.order(order),
  model: (order) => ensemble.order({ ...order, model: findModel(order.model) }),
  director: (order) => ensemble.order(order),
  cue: (order) => ensemble.order(order),
});

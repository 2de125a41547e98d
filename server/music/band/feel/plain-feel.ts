import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { type FeelTable, STEPS_IN_FEEL_BAR } from "../../../core/music/feel-table.ts";

const everywhere = (value: number): readonly number[] => new Array<number>(DRUM_COUNT * STEPS_IN_FEEL_BAR).fill(value);

/** For checkpoints that bring no feel table: medium velocity, on the grid, a little loose. */
export const PLAIN_FEEL: FeelTable = {
  velocityMean: everywhere(92),
  velocitySd: everywhere(10),
  offsetMean: everywhere(0),
  offsetSd: everywhere(0.03),
  count: everywhere(0),
};

/** How wide and how patiently to search. All whole numbers from 1 on; all 1 is plain sampling. */
interface BeamOptions {
  /** Lines kept after every iteration. */
  readonly beamSize: number;
  /** Continuations tried of each line. */
  readonly branchFactor: number;
  /** Steps between two selections. */
  readonly stepsPerIteration: number;
}

/** One way to go on. */
export interface Line<Self> {
  /** ln p of everything played so far. */
  readonly logLikelihood: number;
  /** An equal line that goes its own way from here. */
  copy(): Self;
  /** Plays so many steps, by chance. */
  extend(steps: number): void;
}

/**
 * Magenta's beam search (common/beam_search.py). It is stochastic: every line is continued
 * `branchFactor` times by sampling, and the likeliest `beamSize` of all go on. The first iteration
 * takes what is left over, so that the others are all equally long. Returns the likeliest line;
 * yields after each line that was continued, so that others can be served in between.
 */
export function* beamSearch<L extends Line<L>>(start: L, steps: number, options: BeamOptions): Generator<void, L> {
  const { beamSize, branchFactor, stepsPerIteration } = options;
  let lines = Array.from({ length: beamSize }, () => start);
  let length = ((steps - 1) % stepsPerIteration) + 1;
  for (let done = 0; done < steps; done += length, length = stepsPerIteration) {
    const tried = lines.flatMap((line) => Array.from({ length: branchFactor }, () => line.copy()));
    for (const line of tried) {
      line.extend(length);
      yield;
    }
    lines = tried.sort((a, b) => b.logLikelihood - a.logLikelihood).slice(0, beamSize);
  }
  return lines[0]!;
}

/** Data or a run that cannot go on; the message is one sentence that names the place and the way out. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
}

/** A checkpoint that cannot be used; the message is one sentence that names the file and the way out. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  /** There is no such file at all. */
  readonly missing: boolean;

  constructor(message: string, missing = false) {
    super(message);
    this.missing = missing;
  }
}

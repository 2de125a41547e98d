/** A checkpoint that cannot be used; the message is one sentence that names the file and the way out. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

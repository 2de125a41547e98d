import { reasonOf } from "../../../shared/events/report.ts";

/** Why something of a film is not on the disk, and that nothing is lost; what is no fault of the disk, as it is. */
export const notWritten = (path: string, error: unknown): unknown => {
  // Of what is written whole, the system's own words say it best.
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (!(cause instanceof Error) || !("code" in cause)) return error;
  return new Error(
    `${path} cannot be written (${reasonOf(cause)}); what is made stays, and when that is mended the same command goes on with it.`,
    { cause },
  );
};

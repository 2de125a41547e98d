import { ms } from "../../../shared/time/units.ts";
import type { LastWords, Recordings } from "./recordings.ts";

/** As much of the stage's own words as goes into a sentence. */
const LONGEST_COMPLAINT = 200;
/** Between sound and picture there is never more. */
const MOST_EARLY_MS = 2000;

/**
 * Answers a POST that hands over a piece of a recording. What does not belong to the recording that
 * goes on is not read, and what is read is written as it comes.
 */
export const receivePiece = async (
  recordings: Recordings,
  token: string,
  index: string,
  request: Request,
): Promise<Response> => {
  if (!/^\d{1,7}$/.test(index)) return new Response("A piece has a number.\n", { status: 400 });
  const { searchParams } = new URL(request.url);
  const { status, text } = await recordings.take(token, Number(index), request.body ?? [], lastWordsOf(searchParams));
  return new Response(`${text}\n`, { status });
};

const lastWordsOf = (query: URLSearchParams): LastWords | null => {
  if (!query.has("last")) return null;
  const early = Number(query.get("early") ?? 0);
  return {
    complaint: (query.get("complaint") ?? "").slice(0, LONGEST_COMPLAINT),
    soundEarly: ms(Math.abs(early) <= MOST_EARLY_MS ? early : 0),
  };
};

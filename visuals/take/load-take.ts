import { takeFileAddress } from "../../shared/protocol/take-files.ts";
import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import { bearer, heldToken } from "../socket/held-token.ts";
import { plotsOf, stripPath } from "./plots.ts";
import type { ShownTake } from "./take-state.ts";

/** A take that was named and is not there yet. */
export const NOT_YET = (name: string): ShownTake => ({ name, summary: null, fault: null, plots: [], strips: [] });

/** Has the server sum up a take. Never rejects: why it cannot be shown is in `fault`. */
export const loadTake = async (name: string): Promise<ShownTake> => {
  const answer = await fetch(takeFileAddress(name, "summary"), { headers: bearer(heldToken()) }).catch(() => null);
  if (answer === null) return NOT_YET(name);
  if (!answer.ok) return { ...NOT_YET(name), fault: (await answer.text()).trim() };
  const summary = (await answer.json()) as TakeSummary;
  return {
    name,
    summary,
    fault: null,
    plots: plotsOf(summary),
    strips: summary.voices.map((voice) => stripPath(voice, summary.seconds)),
  };
};

import { type Proposal, proposePitches } from "./propose-pitches.ts";
import type { DatasetOptions, FileRecord } from "./record.ts";

/** More are not listed. */
const MOST_LISTED = 10;

/** What the pitches of a set could be that the table does not know. */
export const proposalFor = (
  records: readonly FileRecord[],
  options: Pick<DatasetOptions, "pitches" | "overrides">,
): Proposal => {
  const struck = new Map<number, number[]>();
  for (const record of records) {
    // What was dropped as a duplicate is told with the file that has the same notes.
    if (record.unused !== null && record.duplicate !== null) continue;
    for (const [pitch, counts] of Object.entries(record.struck)) {
      const before = struck.get(Number(pitch));
      struck.set(Number(pitch), before === undefined ? counts : before.map((count, at) => count + counts[at]!));
    }
  }
  return proposePitches(struck, options);
};

/** A sentence a pitch, most hits first, and the way out; nothing where every pitch is a drum. */
export const pitchRemarks = ({ pitches, lacking, kit }: Proposal): string[] => {
  if (pitches.length === 0) return [];
  const said = pitches.slice(0, MOST_LISTED).map(({ pitch, hits, taken, could }) => {
    const times = hits === 1 ? "once" : `${hits} times`;
    const is = taken === null ? "is no drum of the table" : `counts as ${taken}`;
    const readings = could.map(({ drum, because }) => `${drum} (${because.join(", ")})`);
    return `pitch ${pitch} came ${times} and ${is}${readings.length > 0 ? `: could be ${readings.join(" or ")}` : ""}`;
  });
  const more = pitches.length - said.length;
  const map = Object.fromEntries(
    pitches.slice(0, MOST_LISTED).flatMap(({ pitch, could: [first] }) => (first ? [[pitch, first.drum]] : [])),
  );
  const example = Object.keys(map).length > 0 ? map : { [pitches[0]!.pitch]: "snare" };
  return [
    ...(lacking === null ? [] : [`there is not one ${lacking} in the whole set: its pitches may be another kit's`]),
    ...said,
    ...(more > 0 ? [`${more} more pitches are no drum of the table`] : []),
    `give them drums: --map FILE with ${JSON.stringify(example)}${kit === null ? "" : `, or --pitches ${kit}`}`,
  ];
};

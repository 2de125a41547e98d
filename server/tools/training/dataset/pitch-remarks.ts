import { PITCH_TABLES, PitchMap } from "../../../core/music/pitch-table.ts";
import type { Struck } from "./open-pitches.ts";
import { hasBackbone, type Proposal, proposePitches } from "./propose-pitches.ts";
import type { DatasetOptions, FileRecord } from "./record.ts";

const MISSED = { kick: "kick", snare: "snare", closed_hat: "hat or ride" } as const;
/** More are not listed. */
const MOST_LISTED = 10;

/** What the pitches of files could be; of those files alone where they are named, otherwise of the whole set. */
interface FilesProposal extends Proposal {
  readonly files: readonly string[] | null;
}

type Kit = Pick<DatasetOptions, "pitches" | "overrides">;

/**
 * What the pitches of a set could be that its table does not know. Files without a kick among others that have one are
 * asked by themselves, if kick and snare are found there: they may be of another kit.
 */
export const proposalsFor = (records: readonly FileRecord[], kit: Kit): readonly FilesProposal[] => {
  // What was dropped as a duplicate is told with the file that has the same notes.
  const files = records.filter(({ unused, duplicate }) => unused === null || duplicate === null);
  const whole = proposePitches(struckIn(files), kit);
  const map = new PitchMap(PITCH_TABLES[kit.pitches], kit.overrides);
  const hasKick = (file: FileRecord): boolean => hasBackbone(struckIn([file]), (pitch) => map.drumOf(pitch) === "kick");
  const without = files.filter((file) => !hasKick(file) && Object.keys(file.struck).length > 0);
  const apart = proposePitches(struckIn(without), kit);
  const found = apart.pitches.map(({ could: [first] }) => first?.drum);
  if (whole.lacking !== null || apart.lacking === null || !found.includes("snare")) return [{ files: null, ...whole }];
  return [
    { files: null, ...proposePitches(struckIn(files.filter(hasKick)), kit) },
    { files: without.map(({ source }) => source), ...apart },
  ];
};

const struckIn = (records: readonly FileRecord[]): Struck => {
  const sum = new Map<number, readonly number[]>();
  for (const { struck } of records)
    for (const [pitch, counts] of Object.entries(struck)) {
      const before = sum.get(Number(pitch));
      sum.set(Number(pitch), before === undefined ? counts : before.map((count, at) => count + counts[at]!));
    }
  return sum;
};

/** A sentence a pitch, most hits first, and the way out; nothing where every pitch is a drum. */
export const pitchRemarks = ({ files, pitches, lacking, kit }: FilesProposal): string[] => {
  const listed = pitches.slice(0, MOST_LISTED);
  const [most] = listed;
  if (most === undefined) return [];
  const said = listed.map(({ pitch, hits, taken, could }) => {
    const times = hits === 1 ? "once" : `${hits} times`;
    const is = taken === null ? "is no drum of the table" : `counts as ${taken}`;
    const readings = could.map(({ drum, because }) => `${drum} (${because.join(", ")})`);
    return `pitch ${pitch} came ${times} and ${is}${readings.length > 0 ? `: could be ${readings.join(" or ")}` : ""}`;
  });
  const more = pitches.length - listed.length;
  const proposed = listed.flatMap(({ pitch, could: [first] }) => (first ? [[pitch, first.drum]] : []));
  const map = JSON.stringify(proposed.length > 0 ? Object.fromEntries(proposed) : { [most.pitch]: "snare" });
  const where = files === null ? "in the whole set" : `in ${inFiles(files)}`;
  return [
    ...(lacking === null
      ? []
      : [`there is hardly a ${MISSED[lacking]} ${where}: it may have been played on another kit`]),
    ...said,
    ...(more > 0 ? [`${more} more pitches, which came less often, are likewise`] : []),
    `${files === null ? "" : "read those files by themselves, and "}give the pitches drums: --map FILE with ${map}` +
      (kit === null ? "" : `, or --pitches ${kit}`),
  ];
};

const inFiles = (files: readonly string[]): string =>
  files.length === 1 ? files[0]! : `${files[0]} and ${files.length - 1} more files`;

import type { MidiHit, MidiSong } from "../../../core/midi-file/read-midi.ts";
import type { PitchMap } from "../../../core/music/pitch-table.ts";

/** `auto` looks for the drums; `any` takes every note of the file; a number takes one channel, 1 to 16. */
export type ChannelChoice = "auto" | "any" | number;

/** General MIDI's drum channel. */
const DRUM_CHANNEL = 10;

const DRUM_NAME = /drum|kit|beat|break|perc|groove|loop/i;

/** A track of which at least this share of notes is on pitches of the drum table may be drums... */
const KNOWN_SHARE = 0.9;
/** ...when it is struck on this few pitches (a melody in that range wanders over more)... */
const MOST_PITCHES = 16;
/** ...and at least this share of its notes is a kick or a snare. */
const BACKBONE_SHARE = 0.15;

/** Which notes of the file are drums, and how that was found. */
interface FoundDrums {
  readonly hits: readonly MidiHit[];
  /** For the table: `channel 10`, `track "Drums"`. */
  readonly where: string;
}

/**
 * Finds the drums of a song. With `auto`: channel 10 if anything is on it; else the tracks whose
 * name says drums; else the track whose notes look like drums (exports of workstations are often on
 * channel 1). Returns undefined when there are none.
 */
export const findDrums = (song: MidiSong, choice: ChannelChoice, pitches: PitchMap): FoundDrums | undefined => {
  if (choice === "any") return found(song.hits, "every channel");
  if (choice !== "auto") return found(onChannel(song, choice), `channel ${choice}`);
  const onTen = onChannel(song, DRUM_CHANNEL);
  if (onTen.length > 0) return found(onTen, `channel ${DRUM_CHANNEL}`);
  const named = song.hits.filter((hit) => DRUM_NAME.test(song.trackNames[hit.track] ?? ""));
  if (named.length > 0) return found(named, "track by its name");
  const tracks = song.trackNames.map((_, track) => song.hits.filter((hit) => hit.track === track));
  const looksRight = tracks.filter((hits) => hits.length > 0 && looksLikeDrums(hits, pitches));
  const best = looksRight.sort((a, b) => b.length - a.length)[0];
  return best && found(best, "track by its notes");
};

const onChannel = (song: MidiSong, channel: number): MidiHit[] => song.hits.filter((hit) => hit.channel === channel);

const found = (hits: readonly MidiHit[], where: string): FoundDrums | undefined =>
  hits.length > 0 ? { hits, where } : undefined;

const looksLikeDrums = (hits: readonly MidiHit[], pitches: PitchMap): boolean => {
  const drums = hits.map((hit) => pitches.drumOf(hit.pitch));
  const share = (wanted: (drum: (typeof drums)[number]) => boolean): number =>
    drums.filter(wanted).length / hits.length;
  return (
    new Set(hits.map((hit) => hit.pitch)).size <= MOST_PITCHES &&
    share((drum) => drum !== undefined) >= KNOWN_SHARE &&
    share((drum) => drum === "kick" || drum === "snare") >= BACKBONE_SHARE
  );
};

import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Beats } from "../../../shared/time/units.ts";
import type { SongTime } from "./song-time.ts";

/** Who plays in a take. */
export interface MusicVoice {
  readonly name: VoiceName;
  readonly live: boolean;
  /** Its notes are sounded, and not only gestures of the picture. */
  readonly sounds: boolean;
  /** `#rrggbb`. */
  readonly colour: string;
}

/** A note that sounded. */
export interface MusicNote {
  readonly voice: VoiceName;
  readonly drum: Drum;
  /** 1 to 127. */
  readonly velocity: number;
  /** From the beginning of the take; a live note's is the moment at which it was played. */
  readonly seconds: number;
  /** Of the song. */
  readonly beat: Beats;
  readonly duration: Beats;
  /** −ln p of its step, in nats, under the model that played it; null for live notes. */
  readonly surprise: number | null;
  readonly live: boolean;
}

/** Something that has a place and words: a mark that was set, a scene that comes, another change of the picture. */
export interface MusicMarker {
  readonly kind: "mark" | "scene" | "cue";
  readonly text: string;
  readonly seconds: number;
  readonly beat: Beats;
}

/** A take, or a part of one, as music: what there is to export. */
export interface TakeMusic {
  readonly name: string;
  /** In the order of the show. */
  readonly voices: readonly MusicVoice[];
  /** The MIDI pitch of each drum. */
  readonly pitches: Readonly<Record<Drum, number>>;
  /** In time order. */
  readonly notes: readonly MusicNote[];
  /** In time order. */
  readonly markers: readonly MusicMarker[];
  readonly time: SongTime;
}

/** The notes of one voice. */
export const notesOf = ({ notes }: TakeMusic, voice: VoiceName): readonly MusicNote[] =>
  notes.filter((note) => note.voice === voice);

/** Where a beat lies as people count: the bar from 1, and the beat in it, from 1, in the note values of its metre. */
export const countedAt = ({ time }: TakeMusic, beat: Beats): { readonly bar: number; readonly count: number } => {
  const bar = time.barAt(beat);
  const { beat: begin, metre } = time.bars[bar]!;
  return { bar: bar + 1, count: 1 + ((beat - begin) * metre.denominator) / 4 };
};

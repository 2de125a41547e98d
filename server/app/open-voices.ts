import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { VoiceName } from "../../shared/music/note.ts";
import type { Show } from "../core/show/show.ts";
import type { ModelFeel } from "../music/band/feel/feel.ts";
import { LateVoice } from "../music/band/late-voice.ts";
import type { Member, MemberModel } from "../music/band/member.ts";
import type { ModelInfo } from "../music/rhythm/messages.ts";
import type { RhythmEngine } from "../music/rhythm/rhythm-engine.ts";
import type { RhythmVoice } from "../music/rhythm/rhythm-voice.ts";

/** Finds the checkpoint that a show or the desk names. */
export type PlaceOfModel = (model: string) => string;

interface OpenMembersOptions {
  readonly show: Show;
  /** Null where no network can run. */
  readonly engine: RhythmEngine | null;
  readonly seed: number;
  readonly place: PlaceOfModel;
  readonly report: Reporter;
  /** Voices whose model is not even tried. */
  readonly silent?: readonly VoiceName[];
}

/**
 * Seats the voices of the show. A voice whose model cannot be opened is reported and stays silent
 * until it is given another; the others play.
 */
export const openMembers = ({
  show,
  engine,
  seed,
  place,
  report,
  silent = [],
}: OpenMembersOptions): Promise<Member[]> =>
  Promise.all(
    show.voices.map(async ({ name, kind, listensTo, model, settings, sounds }): Promise<Member> => {
      const member = { name, sounds, settings, listensTo };
      if (kind === "live") return { ...member, model: null };
      const open = async (which: string): Promise<RhythmVoice> => {
        if (engine === null) throw new Error("no network can run on this machine");
        return engine.openVoice(name, place(which), seed);
      };
      try {
        if (!silent.includes(name)) return { ...member, model: modelOf(model, await open(model), place) };
      } catch (error) {
        report({ room: "band", level: "error", text: `${name} is silent: ${reasonOf(error)}` });
      }
      return { ...member, model: lateModel(model, open, place) };
    }),
  );

/** A voice with its model, as the band wants it. */
export const modelOf = (name: string, voice: RhythmVoice, place: PlaceOfModel): MemberModel => ({
  name,
  voice,
  feel: feelOf(voice.model),
  prepare: async (next) => {
    const { model, takeOver } = await voice.prepareModel(place(next));
    return { name: next, feel: feelOf(model), takeOver };
  },
});

/** How a model would hit what it writes. */
const feelOf = ({ antiphon, feel }: ModelInfo): ModelFeel => ({ table: antiphon.feel ?? null, learnt: feel });

/** The model of a voice that could not be opened: whatever it is given first opens it. */
const lateModel = (name: string, open: (model: string) => Promise<RhythmVoice>, place: PlaceOfModel): MemberModel => {
  const voice = new LateVoice();
  let seated: MemberModel | null = null;
  let waiting: RhythmVoice | null = null;
  return {
    name,
    voice,
    feel: null,
    prepare: async (next) => {
      if (seated !== null) return seated.prepare(next);
      const opened = await open(next);
      waiting?.dispose();
      waiting = opened;
      const takeOver = async (): Promise<void> => {
        waiting = null;
        seated = modelOf(next, opened, place);
        voice.seat(opened);
      };
      return { name: next, feel: feelOf(opened.model), takeOver };
    },
  };
};

import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Member } from "../band/member.ts";
import { SilentVoice } from "../band/silent-voice.ts";
import type { RhythmEngine } from "../rhythm/rhythm-engine.ts";
import type { Show } from "../show/show.ts";

/**
 * Seats the voices of the show. A voice whose model cannot be opened is reported and stays silent;
 * the others play. `place` finds the checkpoint that a show names.
 */
export const openMembers = (
  show: Show,
  engine: RhythmEngine | null,
  seed: number,
  place: (model: string) => string,
  report: Reporter,
): Promise<Member[]> =>
  Promise.all(
    show.voices.map(async ({ name, kind, listensTo, model, settings, sounds }): Promise<Member> => {
      const member = { name, sounds, settings, listensTo };
      if (kind === "live") return { ...member, model: null };
      try {
        if (engine === null) throw new Error("no network can run on this machine");
        const voice = await engine.openVoice(name, place(model), seed);
        return { ...member, model: { name: model, voice, feel: voice.feel } };
      } catch (error) {
        report({ room: "band", level: "error", text: `${name} is silent: ${reasonOf(error)}` });
        return { ...member, model: { name: model, voice: new SilentVoice(), feel: null } };
      }
    }),
  );

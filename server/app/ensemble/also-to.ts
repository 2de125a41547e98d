import type { EnsembleOutput, Journal } from "./input.ts";

/** First to the house, then to the journal of the moment. @realtime yes */
export const alsoTo = (output: EnsembleOutput, journal: () => Journal | null): EnsembleOutput => ({
  live: (note) => {
    output.live(note);
    journal()?.live(note);
  },
  plan: (notes) => {
    output.plan(notes);
    journal()?.plan(notes);
  },
  revoke: (noteIds) => {
    output.revoke(noteIds);
    journal()?.revoke(noteIds);
  },
  gauge: (voice, density, surprise) => {
    output.gauge(voice, density, surprise);
    journal()?.gauge(voice, density, surprise);
  },
  cue: (cue) => {
    output.cue(cue);
    journal()?.cue(cue);
  },
});

import type { RandomState } from "../../shared/chance/random.ts";
import type { DirectorSettings, Form } from "../../shared/protocol/picture.ts";
import type { CueBookState } from "./cue-book.ts";
import type { FormState } from "./form.ts";
import type { ListeningState } from "./listening.ts";
import type { RepertoireState } from "./repertoire.ts";

/** Everything that decides what the director will do next; plain data. */
export interface DirectorSave {
  readonly settings: DirectorSettings;
  readonly random: RandomState;
  readonly listening: ListeningState;
  readonly repertoire: RepertoireState;
  readonly book: CueBookState;
  readonly form: FormState;
  readonly answered: Form;
  readonly origin: number;
  readonly bar: number;
  /** Beats a scene has been on count from here; null: from long ago. */
  readonly sceneFrom: number | null;
  /** The last cue that was ordered by hand. */
  readonly ordered: number;
}

import type { RandomState } from "../../../shared/chance/random.ts";
import type { DirectorSettings } from "../../../shared/controls/picture.ts";
import type { Form } from "../../../shared/protocol/picture.ts";
import type { CueTrackState } from "./cue-track.ts";
import type { FormState } from "./form.ts";
import type { ListeningState } from "./listening.ts";
import type { RepertoireState } from "./repertoire.ts";

/** Everything that decides what the director will do next; plain data. */
export interface DirectorSave extends CueTrackState {
  readonly settings: DirectorSettings;
  readonly random: RandomState;
  readonly listening: ListeningState;
  readonly repertoire: RepertoireState;
  readonly form: FormState;
  readonly answered: Form;
  readonly origin: number;
  readonly bar: number;
}

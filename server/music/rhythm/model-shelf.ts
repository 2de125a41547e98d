import { readCheckpoint } from "./checkpoint/read-checkpoint.ts";
import { readFeel } from "./checkpoint/read-feel.ts";
import type { ModelInfo } from "./messages.ts";
import { DrumModel } from "./network/drum-model.ts";

/** A model in use, shared by every voice that plays on it. */
export interface ShelvedModel {
  readonly model: DrumModel;
  readonly info: ModelInfo;
}

interface Entry {
  readonly loading: Promise<ShelvedModel>;
  borrowers: number;
}

/** The models in the worker's memory: each is loaded once and freed when the last voice lets go of it. */
export class ModelShelf {
  readonly #entries = new Map<string, Entry>();
  readonly #lent = new Map<DrumModel, Entry>();
  readonly #complain: (sentence: string) => void;

  /** `complain` is told what of a model cannot be used that it can do without. */
  constructor(complain: (sentence: string) => void) {
    this.#complain = complain;
  }

  /** Lends the model of `place`; throws CheckpointError. `fresh` reads it again even if it is in use. */
  async borrow(place: string, fresh = false): Promise<ShelvedModel> {
    let entry = fresh ? undefined : this.#entries.get(place);
    if (entry === undefined) {
      entry = { loading: this.#load(place), borrowers: 0 };
      this.#entries.set(place, entry);
    }
    entry.borrowers++;
    try {
      const shelved = await entry.loading;
      this.#lent.set(shelved.model, entry);
      return shelved;
    } catch (error) {
      if (this.#entries.get(place) === entry) this.#entries.delete(place);
      throw error;
    }
  }

  giveBack({ model, info }: ShelvedModel): void {
    const entry = this.#lent.get(model);
    if (entry === undefined || --entry.borrowers > 0) return;
    this.#lent.delete(model);
    if (this.#entries.get(info.place) === entry) this.#entries.delete(info.place);
    model.dispose();
  }

  async #load(place: string): Promise<ShelvedModel> {
    const checkpoint = await readCheckpoint(place);
    const { feel, complaint } = await readFeel(place);
    const { shape, config, mixFault } = checkpoint;
    const model = new DrumModel(checkpoint, place);
    for (const sentence of [mixFault, complaint]) if (sentence !== null) this.#complain(sentence);
    return { model, info: { place, shape, antiphon: config.antiphon ?? {}, feel } };
  }
}

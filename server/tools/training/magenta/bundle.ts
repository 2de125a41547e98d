import { reasonOf } from "../../../../shared/events/report.ts";
import { mistakenFile } from "../../../core/files/mistaken-file.ts";
import type { Weights } from "../../../music/rhythm/checkpoint/weights.ts";
import { TrainingError } from "../training-error.ts";
import { savedTensors } from "./saved-tensors.ts";
import { bytesOf, messageOf, textOf } from "./wire.ts";

// Field numbers of note_seq/protobuf/generator.proto.
const BUNDLE_DETAILS = 1;
const BUNDLE_CHECKPOINT = 2;
const BUNDLE_ABOUT = 4;
const DETAILS_ID = 1;
const DETAILS_DESCRIPTION = 2;
const ABOUT_DESCRIPTION = 1;

/** A Magenta bundle (.mag). */
export interface MagentaBundle {
  /** The name of Magenta's configuration: `drum_kit`, `attention_rnn`. */
  readonly id: string;
  readonly description: string;
  readonly weights: Weights;
}

/** Reads a GeneratorBundle with its TensorFlow V1 checkpoint. Throws TrainingError; `place` is for its message. */
export const readBundle = (bytes: Uint8Array, place: string): MagentaBundle => {
  try {
    const checkpoint = bytesOf(bytes, BUNDLE_CHECKPOINT)[0];
    if (checkpoint === undefined) throw new Error("there is no checkpoint in it");
    const details = messageOf(bytes, BUNDLE_DETAILS);
    const about = messageOf(bytes, BUNDLE_ABOUT);
    return {
      id: textOf(details, DETAILS_ID),
      description: textOf(about, ABOUT_DESCRIPTION) || textOf(details, DETAILS_DESCRIPTION),
      weights: savedTensors(checkpoint),
    };
  } catch (error) {
    const mistaken = mistakenFile(bytes);
    if (mistaken !== null) throw new TrainingError(`${place}: it is ${mistaken}; fetch the .mag file again.`);
    throw new TrainingError(
      `${place}: cannot be read as a Magenta bundle (${reasonOf(error)}); fetch the .mag file again.`,
    );
  }
};

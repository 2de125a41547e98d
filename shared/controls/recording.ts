import { z } from "zod";
import { RECORD_ANSWER_MS } from "../protocol/desk.ts";
import { defineSetting, reading, turning } from "./control.ts";
import { NAMES } from "./names.ts";
import { beside, VALUE } from "./template.ts";

export const RECORDING_SETTINGS = {
  record: defineSetting({
    path: "record",
    schema: z.boolean(),
    default: false,
    undoable: false,
    about:
      "a stage is recorded to a file: the first that came, or the one of `projector`. Acknowledged when the stage records, or when all of it is kept",
    template: { do: "record", on: VALUE, projector: beside(NAMES.projector.exactOptional(), undefined) },
    osc: {
      values: "a projector may be named in a text after it",
      beside: ([projector]) => (projector === undefined ? {} : { projector }),
    },
    read: reading("recording", (recording) => recording !== null && recording.until === null),
  }),
};

export const RECORDING_COMMANDS = { record: turning(RECORDING_SETTINGS.record, RECORD_ANSWER_MS) };

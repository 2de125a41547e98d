import { z } from "zod";
import { defineSetting, turning } from "./control.ts";
import { VALUE } from "./template.ts";

export const MEDIA_SETTINGS = {
  clip: defineSetting({
    path: "clip/<clip>",
    schema: z.boolean(),
    default: true,
    kept: "file",
    about: "whether a clip of the media folder may be used",
    template: { do: "clip", name: "<clip>", on: VALUE },
    // A file's name may have letters that an address must not have.
    osc: null,
    read: ({ media }) => media?.clips.map(({ name, on }) => ({ names: { clip: name }, value: on })) ?? [],
  }),
};

export const MEDIA_COMMANDS = { clip: turning(MEDIA_SETTINGS.clip) };

import { z } from "zod";
import { addressesOf } from "./addresses.ts";
import { BAND_COMMANDS, BAND_SETTINGS } from "./band.ts";
import { CLOCK_COMMANDS, CLOCK_SETTINGS } from "./clock.ts";
import type { Command, Origin, Setting, Turnable } from "./control.ts";
import { FILM_COMMANDS } from "./film.ts";
import { MEDIA_COMMANDS, MEDIA_SETTINGS } from "./media.ts";
import { PICTURE_COMMANDS, PICTURE_SETTINGS } from "./picture.ts";
import { PROJECTOR_COMMANDS, PROJECTOR_SETTINGS } from "./projectors.ts";
import { RECORDING_COMMANDS, RECORDING_SETTINGS } from "./recording.ts";
import { REHEARSAL_COMMANDS, REHEARSAL_SETTINGS } from "./rehearsal.ts";
import { REPLAY_COMMANDS } from "./replay.ts";
import { TAKE_COMMANDS, TAKE_SETTINGS } from "./take.ts";
import type { Names } from "./template.ts";
import { TRANSPORT_COMMANDS, TRANSPORT_SETTINGS } from "./transport.ts";

/** Everything that can be ordered, by its name on the wire. */
export const COMMANDS = {
  ...TRANSPORT_COMMANDS,
  ...BAND_COMMANDS,
  ...CLOCK_COMMANDS,
  ...PICTURE_COMMANDS,
  ...MEDIA_COMMANDS,
  ...PROJECTOR_COMMANDS,
  ...RECORDING_COMMANDS,
  ...REHEARSAL_COMMANDS,
  ...TAKE_COMMANDS,
  ...REPLAY_COMMANDS,
  ...FILM_COMMANDS,
};

export type CommandName = keyof typeof COMMANDS;

/** Everything that has a value and can be turned. */
export const SETTINGS: readonly Setting[] = [
  TRANSPORT_SETTINGS,
  BAND_SETTINGS,
  CLOCK_SETTINGS,
  PICTURE_SETTINGS,
  MEDIA_SETTINGS,
  PROJECTOR_SETTINGS,
  RECORDING_SETTINGS,
  REHEARSAL_SETTINGS,
  TAKE_SETTINGS,
].flatMap((group) => Object.values<Setting>(group));

type Takes<C> = C extends Command<infer Shape> ? Shape : never;
type OrderOf<Commands> = {
  [Name in keyof Commands]: z.infer<z.ZodObject<{ do: z.ZodLiteral<Name & string> } & Takes<Commands[Name]>>>;
};

/** An order by its name. */
export type CommandOf<Name extends CommandName> = OrderOf<typeof COMMANDS>[Name];

/** What the desk, OSC, MIDI and keys may order; each is acknowledged with ok or a reason. */
export type DeskCommand = z.infer<z.ZodType<OrderOf<typeof COMMANDS>[CommandName]>>;

const options = Object.entries<Command>(COMMANDS).map(([name, { takes }]) =>
  z.strictObject({ do: z.literal(name), ...takes }),
);
export const DeskCommand = z.discriminatedUnion("do", options as never) as unknown as z.ZodType<DeskCommand>;

/** Does what is ordered. Throws or rejects with a sentence for what cannot be done. */
type Handler<Name extends CommandName> = (order: CommandOf<Name>) => void | Promise<void>;

/** One function for each of `Commands`, which is a group of commands or all of them: a forgotten one does not compile. */
export type Handlers<Commands> = { readonly [Name in keyof Commands & CommandName]: Handler<Name> };

/** A setting's value, and how it came by it. */
export interface ControlValue {
  readonly value: unknown;
  readonly default: unknown;
  /** When it was turned last, on the server's axis. */
  readonly at: number;
  readonly by: Origin;
}

/** Every value that can be turned, by its path. */
export type ControlValues = Readonly<Record<string, ControlValue>>;

/** The path of a setting of the one that `names` says. */
export const pathOf = ({ path }: Setting, names: Names): string =>
  path.replace(/<(\w+)>/g, (_, word: string) => (names as Readonly<Record<string, string | undefined>>)[word] ?? "");

export const { settingAt, orderFor } = addressesOf(SETTINGS);

/** Calls `each` for every value of the state, by its path. */
export const readValues = (state: Turnable, each: (path: string, value: unknown, setting: Setting) => void): void => {
  for (const setting of SETTINGS)
    for (const { names, value } of setting.read(state)) each(pathOf(setting, names), value, setting);
};

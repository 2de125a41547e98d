import { statSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { isAddress } from "../../core/files/is-address.ts";

/** Reads an argument that must say something, as the name of a file must. */
export const nonEmpty = (text: string): string => {
  if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
};

/** The same for one that may be given several times. */
export const list = (text: string, before: readonly string[] = []): readonly string[] => [...before, nonEmpty(text)];

/** What a path that was typed may lead to. */
type Kind = "file" | "folder" | "file or folder";

/**
 * Ends the command as misunderstood if nothing of this kind is at `path`. `what` begins the sentence and
 * `wayOut` ends it: `error: --data: there is no file "x"; make it with "antiphon dataset".`
 */
export const mustBeThere = (command: Command, what: string, path: string, kind: Kind, wayOut: string): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (kind === "folder" && !found.isDirectory()))
    command.error(`error: ${what}: there is no ${kind} "${path}"; ${wayOut}.`);
  if (kind === "file" && found.isDirectory()) command.error(`error: ${what}: "${path}" is a folder; ${wayOut}.`);
};

export const MADE_WITH_DATASET = 'make it with "antiphon dataset"';

/** The same for a checkpoint, which may also have an address; that is asked for when it is read. */
export const mustBeCheckpoint = (command: Command, what: string, place: string): void => {
  if (!isAddress(place))
    mustBeThere(
      command,
      what,
      place,
      "folder",
      "a checkpoint is a folder with config.json, weights_manifest.json and shards",
    );
};

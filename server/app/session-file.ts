import { z } from "zod";
import { DeskCommand, orderFor, settingAt } from "../../shared/controls/controls.ts";
import { check } from "../core/check/check.ts";
import type { KeptFile } from "../core/files/kept-file.ts";
import { Show } from "../core/show/show.ts";

/** No show has as many settings; what lies beyond is left out. */
const MOST_TURNED = 2000;
/** More than these are counted, not told one by one. */
const MOST_COMPLAINTS = 3;

/** As it lies on the disk. Each setting is checked by itself, so that one that is broken takes no other with it. */
const Sheet = z.strictObject({
  process: z.int().min(1),
  address: z.string().max(300),
  seed: Show.shape.seed.unwrap().unwrap(),
  turned: z.record(z.string(), z.unknown()).default({}),
});

/** What a server that was cut off has left. */
export interface KeptSession {
  /** The process that wrote it, and where its pages were. */
  readonly process: number;
  readonly address: string;
  readonly seed: number;
  /** The value and the order that turns it there, of all that was turned, by the setting's path. */
  readonly turned: ReadonlyMap<string, { readonly value: unknown; readonly order: DeskCommand }>;
}

/**
 * Whether a setting is kept in the session: what the show says of it, or what comes about while it plays. What has
 * a file of its own comes back at every start.
 */
export const isInSession = (path: string): boolean => {
  try {
    return ["show", "session"].includes(settingAt(path).setting.kept);
  } catch {
    // The names in a path, a parameter's for one, may be such that nobody finds it again.
    return false;
  }
};

/** Reads what is kept; null where nothing is. What is broken in it is left out and put aside. */
export const readSession = async (file: KeptFile): Promise<KeptSession | null> => {
  const found = await file.read();
  if (found === undefined) return null;
  const sheet = check(Sheet, found, "the file");
  if (!sheet.ok) {
    await file.putAside(sheet.reason);
    return null;
  }
  const turned = new Map<string, { value: unknown; order: DeskCommand }>();
  const complaints: string[] = [];
  for (const [path, value] of Object.entries(sheet.value.turned).slice(0, MOST_TURNED)) {
    const order = orderAt(path, value);
    if (typeof order === "string") complaints.push(order);
    else turned.set(path, { value, order });
  }
  const others = complaints.length - MOST_COMPLAINTS;
  if (complaints.length > 0)
    await file.putAside(
      `${complaints.slice(0, MOST_COMPLAINTS).join(", ")}${others > 0 ? `, and ${others} more` : ""}`,
    );
  return { ...sheet.value, turned };
};

/** The order that turns a setting, or what is wrong with it. */
const orderAt = (path: string, value: unknown): DeskCommand | string => {
  const named = JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
  if (!isInSession(path)) return `${named} is no setting that is kept here`;
  try {
    const order = check(DeskCommand, orderFor(path, value), named);
    return order.ok ? order.value : order.reason;
  } catch {
    // The order has parts of a value that has none.
    return `${named} has a value that it cannot have`;
  }
};

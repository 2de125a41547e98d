import { ACTIONS, type Action } from "./actions.ts";

/** As much of a KeyboardEvent as decides. */
export type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "repeat">;

const BY_KEY: ReadonlyMap<string, Action> = new Map(
  Object.values(ACTIONS).flatMap((action) => action.keys.map((key) => [key, action])),
);

/** What actions call the key: its letter is the same with caps lock. */
export const nameOf = ({ key }: Pick<Key, "key">): string => (key.length === 1 ? key.toLowerCase() : key);

/** What the key does; null for keys that are the browser's. */
export const actionOf = (event: Key): Action | null => {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const action = BY_KEY.get(nameOf(event)) ?? null;
  // A key held down plays and toggles once; only what is turned by steps goes on.
  return event.repeat && action?.steady !== true ? null : action;
};

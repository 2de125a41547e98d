import { describe, expect, it } from "vitest";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { ACTIONS, typeTempo } from "../../../visuals/desk/actions.ts";
import type { DeskState } from "../../../visuals/desk/desk-state.ts";
import { actionOf, type Key, nameOf } from "../../../visuals/desk/keys.ts";
import { type OrderedBy, Orders } from "../../../visuals/desk/orders.ts";
import { PADS } from "../../../visuals/desk/pads.ts";
import { snapshot } from "../../helpers/snapshot.ts";
import { controlsOf } from "../../helpers/told-controls.ts";
import { settle } from "../../helpers/virtual-time.ts";

const key = (name: string, held: Partial<Key> = {}): Key => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...held,
});

/** What comes of a press: what is ordered, or what the page does itself. */
const pressed = (name: string, held: Partial<Key> = {}, own: Partial<DeskState> = {}): unknown[] => {
  const done: unknown[] = [];
  const send = async (command: DeskCommand, by: OrderedBy) => {
    expect(by).toBe("key");
    done.push(command);
    return { ok: true } as const;
  };
  const does =
    (what: string) =>
    (...words: readonly unknown[]): void =>
      void done.push([what, ...words]);
  const state = {
    snapshot: snapshot(),
    orders: new Orders(
      send,
      () => controlsOf(snapshot()),
      does("refused"),
      () => {},
    ),
    transition: null,
    helpOpen: false,
    panicArmed: false,
    page: {
      now: () => 4711,
      play: does("play"),
      select: does("select"),
      openHelp: does("help"),
      armPanic: does("arm"),
    },
    ...own,
  } as unknown as DeskState;
  const pressed = key(name, held);
  actionOf(pressed)?.act(state, { by: "key", voice: "model1", key: nameOf(pressed), shift: pressed.shiftKey });
  return done;
};

const turned = (set: Readonly<Record<string, unknown>>) => [{ do: "voice", voice: "model1", set }];

describe("the keys", () => {
  it("give every drum one pad, and no pad a key that means something else", () => {
    expect(PADS.map(({ drum }) => drum).toSorted()).toEqual([...DRUMS].toSorted());
    for (const pad of PADS) expect(pressed(pad.key)).toEqual([["play", pad.drum, 100]]);
    const keys = Object.values(ACTIONS).flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("play and toggle once when they are held down, and go on turning tempo and temperature", () => {
    for (const name of ["z", "m", " ", "Escape"]) expect(pressed(name, { repeat: true })).toEqual([]);
    expect(pressed("ArrowUp", { repeat: true })).toEqual(turned({ temperature: 1.05 }));
    expect(pressed("ArrowLeft", { repeat: true, shiftKey: true })).toEqual([{ do: "tempo", bpm: 119.9 }]);
  });

  it("go on from the tempo that was typed or stepped to last, though the server has not answered", async () => {
    const sent: DeskCommand[] = [];
    const answers: ((reply: { ok: true }) => void)[] = [];
    const orders = new Orders(
      (command) => {
        sent.push(command);
        return new Promise((answer) => answers.push(answer));
      },
      () => controlsOf(snapshot()),
      () => {},
      () => {},
    );
    const state = { snapshot: snapshot(), orders } as unknown as DeskState;
    typeTempo(state, "100");
    ACTIONS.slower.act(state, { by: "key" });
    ACTIONS.slower.act(state, { by: "key" });
    expect(orders.shown("tempo")).toBe(98);
    answers[0]?.({ ok: true });
    await settle();
    expect(sent).toEqual([
      { do: "tempo", bpm: 100 },
      { do: "tempo", bpm: 98 },
    ]);
    typeTempo(state, "96,3");
    for (let press = 0; press < 50; press++) ACTIONS.slower.act(state, { by: "key", shift: true });
    expect(orders.shown("tempo")).toBe(91.3);
    for (const nothing of ["", "  ", "fast"]) typeTempo(state, nothing);
    expect(orders.shown("tempo")).toBe(91.3);
  });

  it("mean the same with caps lock", () => {
    expect(pressed("M")).toEqual(turned({ mute: true }));
  });

  it("leave the browser its own", () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      expect(actionOf(key("w", held))).toBeNull();
    for (const name of ["F5", "Tab", "Enter", "y"]) expect(actionOf(key(name))).toBeNull();
  });

  it("order what they say, of the voice that is meant", () => {
    expect(pressed(" ")).toEqual([{ do: "stop" }]);
    expect(pressed("ArrowRight")).toEqual([{ do: "tempo", bpm: 121 }]);
    expect(pressed("ArrowDown")).toEqual(turned({ temperature: 0.95 }));
    expect(pressed("t")).toEqual([{ do: "tap", at: 4711 }]);
    expect(pressed("u")).toEqual([{ do: "mutate", voice: "model1" }]);
    expect(pressed("n")).toEqual([{ do: "end-call", voice: "model1" }]);
    expect(pressed("3")).toEqual([["select", 2]]);
  });

  it("leave alone what the server does not have", () => {
    for (const name of ["b", "f", "h", "g"]) expect(pressed(name)).toEqual([]);
  });

  it("panic by Escape twice, and close the help by it", () => {
    expect(pressed("Escape")).toEqual([["arm", true]]);
    expect(pressed("Escape", {}, { panicArmed: true })).toEqual([["arm", false], { do: "panic" }]);
    expect(pressed("Escape", {}, { helpOpen: true })).toEqual([["help", false]]);
    expect(pressed("?")).toEqual([["help", true]]);
  });
});

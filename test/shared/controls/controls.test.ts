import { describe, expect, it } from "vitest";
import { orderOf } from "../../../server/io/osc/osc-in.ts";
import type { CLOCK_COMMANDS } from "../../../shared/controls/clock.ts";
import type { Setting } from "../../../shared/controls/control.ts";
import {
  COMMANDS,
  DeskCommand,
  type Handlers,
  orderFor,
  pathOf,
  SETTINGS,
  settingAt,
} from "../../../shared/controls/controls.ts";
import { turnedBy } from "../../../shared/controls/template.ts";

const NAMES = {
  voice: "model1",
  scene: "ink",
  parameter: "weight",
  pass: "bloom",
  clip: "night drive.mp4",
  projector: "left",
} as const;

/** A value that is not the default, for whatever can be turned. */
const otherValue = ({ path, schema, default: usually }: Setting): unknown => {
  if (typeof usually === "boolean") return !usually;
  for (const value of [0.5, 2, 90, 1, "along", "grid", "link", [], { width: 1920, height: 1080 }])
    if (schema.safeParse(value).success && value !== usually) return value;
  return path.endsWith("metre") ? { numerator: 7, denominator: 8 } : usually;
};

describe.each(SETTINGS.map((setting) => [setting.path, setting] as const))("the setting %s", (path, setting) => {
  const named = pathOf(setting, NAMES);
  const value = otherValue(setting);

  it("has a default that is right by its own schema", () => {
    expect(setting.schema.safeParse(setting.default).success).toBe(true);
  });

  it("is found at its path, and turned there by an order that is right", () => {
    expect(settingAt(named).setting).toBe(setting);
    expect(DeskCommand.safeParse(orderFor(named, value)).success, JSON.stringify(orderFor(named, value))).toBe(true);
  });

  it("knows what an order turns it to, and whose it is", () => {
    const turned = turnedBy(setting.template, orderFor(named, value));
    expect(turned?.value).toEqual(value);
    expect(pathOf(setting, turned?.names ?? {})).toBe(named);
  });

  it("is left alone by every other order", () => {
    for (const other of SETTINGS)
      if (other !== setting) {
        const order = orderFor(pathOf(other, NAMES), otherValue(other));
        expect(turnedBy(setting.template, order)?.value, `${other.path} turns ${path}`).toBeUndefined();
      }
  });

  it("is turned by OSC as it is by the desk", () => {
    if (setting.osc === null || setting.hand === "shape") return;
    const address = setting.osc.address.replace(/<(\w+)>/g, (_, word: keyof typeof NAMES) => NAMES[word]);
    const numbers = typeof value === "boolean" ? [value ? 1 : 0] : [value];
    expect(orderOf(`/antiphon/set/${address}`, numbers)).toEqual({ kind: "command", command: orderFor(named, value) });
  });
});

it("a path that nobody has is said to be none", () => {
  expect(() => settingAt("voice/model1/colour")).toThrow('There is no setting "voice/model1/colour".');
});

it("every command says what it does, and when it is answered", () => {
  for (const { about, answerMs } of Object.values(COMMANDS)) {
    expect(about).not.toBe("");
    expect(answerMs).toBeGreaterThan(0);
  }
});

it("a forgotten handler does not compile", () => {
  const clock: Partial<Handlers<typeof CLOCK_COMMANDS>> = {};
  // @ts-expect-error what carries out every order of the clock must not lack one
  const handlers: Handlers<typeof CLOCK_COMMANDS> = { tap: () => {}, nudge: () => {}, clock: () => {} };
  expect(Object.keys(handlers)).not.toEqual(Object.keys(clock));
});

import { describe, expect, it } from "vitest";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import type { ProjectorSetup } from "../../../shared/controls/projectors.ts";
import { PLAIN_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import { SQUARE } from "../../../shared/mapping/point.ts";
import type { DeskReply } from "../../../shared/protocol/desk.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import { EditSession } from "../../../visuals/mapping/edit-session.ts";
import { LiveProjector } from "../../../visuals/mapping/live-projector.ts";

/** A session whose changes come back to it, as they do on a stage. */
const newSession = (): { session: EditSession; setup: () => ProjectorSetup } => {
  let setup = PLAIN_PROJECTOR;
  const session: EditSession = new EditSession(setup, (changes) => {
    setup = { ...setup, ...changes };
    session.setup = setup;
  });
  return { session, setup: () => setup };
};

describe("the shape of a picture in somebody's hands", () => {
  it("moves corner by corner, and no corner can be brought where the picture would cross", () => {
    const { session, setup } = newSession();
    session.begin();
    expect(session.moveTo([0.2, 0.1])).toBe(true);
    expect(setup().corners[0]).toEqual([0.2, 0.1]);
    expect(session.moveTo([0.9, 0.9])).toBe(false);
    expect(setup().corners[0]).toEqual([0.2, 0.1]);
    session.next(-1);
    expect(session.label).toBe("bottom left");
    session.next(1);
    session.next(1);
    expect(session.label).toBe("top right");
  });

  it("is taken back step by step, and brought again", () => {
    const { session, setup } = newSession();
    for (const x of [0.1, 0.2, 0.3]) {
      session.begin();
      session.moveTo([x, 0]);
    }
    session.undo();
    expect(setup().corners[0]).toEqual([0.2, 0]);
    session.undo();
    session.redo();
    expect(setup().corners[0]).toEqual([0.2, 0]);
    session.reset();
    expect(setup().corners).toEqual(SQUARE);
    session.undo();
    expect(setup().corners[0]).toEqual([0.2, 0]);
    for (let i = 0; i < 9; i++) session.undo();
    expect(setup().corners).toEqual(SQUARE);
  });

  it("has mesh points that follow the pointer through the corner pin", () => {
    const { session, setup } = newSession();
    session.moveTo([0.25, 0.2]);
    session.turnTo("mesh");
    expect(setup().mesh).toBeNull();
    session.choose(4);
    session.moveTo([0.6, 0.55]);
    expect(session.points[4]?.[0]).toBeCloseTo(0.6, 9);
    expect(session.points[4]?.[1]).toBeCloseTo(0.55, 9);
    const before = session.points[8];
    session.refine(1);
    expect(session.mesh).toMatchObject({ columns: 4, rows: 4 });
    expect(session.points[15]).toEqual(before);
    for (let i = 0; i < 20; i++) session.refine(1);
    expect(session.mesh).toMatchObject({ columns: 9, rows: 9 });
  });

  it("gets masks with points that come and go", () => {
    const { session, setup } = newSession();
    session.turnTo("masks");
    expect(session.moveTo([0, 0])).toBe(false);
    session.addMask();
    session.addMask();
    session.addPoint();
    session.feather(0.05);
    session.toggleKeep();
    expect(setup().masks.map(({ points, keep, feather }) => [points.length, keep, feather])).toEqual([
      [4, false, 0.02],
      [5, true, 0.07],
    ]);
    expect(session.label).toBe("mask 2, point 2");
    for (let i = 0; i < 3; i++) session.remove();
    expect(setup().masks).toHaveLength(1);
    for (let i = 0; i < 40; i++) session.addMask();
    expect(setup().masks).toHaveLength(16);
  });
});

describe("a stage's projector", () => {
  const told = (brightness: number): ProjectorsState => ({
    canvas: null,
    projectors: [{ name: "left", stages: 1, identifiedAt: null, setup: { ...PLAIN_PROJECTOR, brightness } }],
  });

  const newProjector = () => {
    const sent: { command: DeskCommand; answer: (reply: DeskReply) => void }[] = [];
    const wire = {
      open: true,
      order: (command: DeskCommand) => new Promise<DeskReply>((answer) => sent.push({ command, answer })),
    };
    const projector = new LiveProjector("left", wire, (error) => expect.fail(String(error)));
    projector.tell(told(1));
    const answer = async (reply: DeskReply): Promise<void> => {
      sent.at(-1)?.answer(reply);
      await Promise.resolve();
      await Promise.resolve();
    };
    return { projector, wire, sent, answer, shown: () => projector.view.setup.brightness };
  };

  it("shows a change at once, sends one at a time, and the newest last", async () => {
    const { projector, sent, answer, shown } = newProjector();
    for (const brightness of [0.9, 0.8, 0.7]) projector.edit({ brightness });
    expect(shown()).toBe(0.7);
    expect(sent).toHaveLength(1);
    projector.tell(told(0.9));
    expect(shown()).toBe(0.7);
    await answer({ ok: true });
    expect(sent.map(({ command }) => command)).toEqual(
      [0.9, 0.7].map((brightness) => ({ do: "projector", projector: "left", set: { brightness } })),
    );
    await answer({ ok: true });
    projector.tell(told(0.7));
    projector.tell(told(0.2));
    expect(shown()).toBe(0.2);
  });

  it("is drawn anew for its own setup and not for another's", () => {
    const { projector } = newProjector();
    let drawn = 0;
    projector.changed.on(() => drawn++);
    const { canvas, projectors } = told(1);
    const other = { name: "right", stages: 1, identifiedAt: null, setup: { ...PLAIN_PROJECTOR, brightness: 0.1 } };
    projector.tell({ canvas, projectors: [...projectors, other] });
    expect(drawn).toBe(0);
    projector.tell({ canvas: { width: 2, height: 1 }, projectors });
    projector.tell(told(0.9));
    expect(drawn).toBe(2);
  });

  it("takes back what is refused and says why", async () => {
    const { projector, answer, shown } = newProjector();
    const reasons: string[] = [];
    projector.refused.on((reason) => reasons.push(reason));
    projector.edit({ brightness: 0.5 });
    await answer({ ok: false, reason: "no" });
    expect([shown(), reasons]).toEqual([1, ["no"]]);
  });

  it("keeps what was changed while the server is away, and tells it when it is back", async () => {
    const { projector, wire, sent, answer, shown } = newProjector();
    projector.edit({ brightness: 0.5 });
    wire.open = false;
    await answer({ ok: false, reason: "gone" });
    projector.edit({ gamma: 2 });
    expect([shown(), sent.length]).toEqual([0.5, 1]);
    wire.open = true;
    projector.tell(told(1));
    expect(shown()).toBe(0.5);
    expect(sent[1]?.command).toMatchObject({ set: { brightness: 0.5, gamma: 2 } });
  });
});

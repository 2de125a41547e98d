import { uniform, vec3 } from "three/tsl";
import { BoxGeometry, Group, InstancedMesh, Mesh, MeshBasicNodeMaterial, PerspectiveCamera } from "three/webgpu";
import { describe, expect, it } from "vitest";
import type { Note } from "../../../shared/music/note.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import type { SceneModule } from "../../../visuals/scene-api/own.ts";
import type { Scene } from "../../../visuals/scene-api/scene.ts";
import { authorsScene, kindOf } from "../../helpers/author-scene.ts";
import { SceneRoom, START } from "../../helpers/scene-room.ts";

const size = { name: "size", about: "how large", min: 0, max: 4, default: 1 };

/** A scene of one box, of which a part may be another. */
const plain = (changes: Partial<SceneModule> = {}, parts: Partial<Scene> = {}): SceneModule => ({
  init: () => ({ world: new Group(), camera: new PerspectiveCamera(), hit() {}, update() {}, dispose() {}, ...parts }),
  ...changes,
});

const notes: readonly Note[] = ["drummer", "model1", "video"].map((voice, i) => ({
  id: i + 1,
  voice,
  drum: "kick",
  velocity: 120,
  beat: beats(1),
  duration: beats(0.25),
  at: ms(START + 500),
  surprise: null,
  live: false,
}));

describe.each(["template", "example"] as const)("the %s that authors begin with", (which) => {
  it("says of itself what it has, without flashes and without a complaint", async () => {
    const scene = await authorsScene(which);
    const kind = kindOf(scene);
    expect(kind.about).toBe(scene.about);
    expect(kind.parameters).toEqual(scene.parameters);
    expect(kind.gestures).toMatchObject(scene.gestures ?? {});
    expect(kind).not.toHaveProperty("flashes");
  });

  it("changes its picture with each of its knobs, and all its numbers are numbers at every stop", async () => {
    const told: string[] = [];
    const kind = kindOf(await authorsScene(which), told);
    expect(kind.parameters.length).toBeGreaterThan(0);
    for (const { name, min, max } of kind.parameters) {
      const pictures = [min, max].map((value) => {
        const room = new SceneRoom(kind);
        room.parameters[name] = value;
        room.run(600, 20, notes);
        const state = room.state();
        expect(state.every(Number.isFinite), name).toBe(true);
        room.scene.dispose();
        return state;
      });
      expect(pictures[0], name).not.toEqual(pictures[1]);
    }
    expect(told).toEqual([]);
  });
});

describe("what a scene says of itself", () => {
  it("is taken as it is where it leaves out what it may", () => {
    const kind = kindOf(plain({ about: "Rain.", parameters: [size], gestures: { kick: "a drop" } }));
    expect(kind).toMatchObject({ about: "Rain.", parameters: [size], depth: true });
    expect(kind.gestures).toMatchObject({ kick: "a drop", snare: "" });
  });

  it("costs itself alone where it is wrong", () => {
    const wrong = { ...size, name: "other", default: Number.NaN };
    const kind = kindOf(
      plain({
        about: "Rain.",
        parameters: [size, wrong, size],
        flashes: { kick: 7, snare: 0.5 },
        remembers: Number.POSITIVE_INFINITY,
        gestures: { kick: "a drop", ...{ hihat: "a splash" } },
      }),
    );
    expect(kind).toMatchObject({ about: "Rain.", parameters: [size], flashes: { snare: 0.5 } });
    expect(kind.gestures.kick).toBe("a drop");
    expect(kind).not.toHaveProperty("remembers");
  });

  it("may be as long, as deep and as odd as it likes", () => {
    const round: Record<string, unknown> = {};
    round.round = round;
    const told = JSON.stringify(kindOf(plain({ about: "x".repeat(1e6), ...{ round, big: 10n, many: Array(1e5) } })));
    expect(told.length).toBeLessThan(2000);
  });
});

describe("a scene that is wrong", () => {
  const framesOf = (scene: SceneModule): string[] => {
    const told: string[] = [];
    const room = new SceneRoom(kindOf(scene, told));
    room.run(3000, 20);
    return told;
  };

  it.each([
    [undefined, /init must return an object/],
    [{ world: {} }, /must return a world/],
    [{ world: new Group() }, /must return a camera/],
    [{ world: new Group(), camera: new PerspectiveCamera(), update() {} }, /a function "hit"/],
  ])("is refused in a sentence: %o", (made, sentence) => {
    expect(() => framesOf({ init: () => made as unknown as Scene })).toThrow(sentence);
  });

  it("is told once which parameter it asks for and does not declare", () => {
    const told = framesOf({
      ...plain({ parameters: [size] }),
      init: (context) => ({
        ...plain().init(context),
        update: () => void (context.parameters.size ?? context.parameters.sise ?? context.parameters.sise),
      }),
    });
    expect(told).toEqual([]);
    expect(
      framesOf({
        ...plain({ parameters: [size] }),
        init: (context) => ({ ...plain().init(context), update: () => void context.parameters.sise }),
      }),
    ).toEqual(['it asks for the parameter "sise", which it does not declare; it declares size']);
  });

  it("gives way where its camera is nowhere", () => {
    const camera = new PerspectiveCamera();
    camera.position.y = Number.NaN;
    expect(() => framesOf(plain({}, { camera }))).toThrow("nothing can be seen: position.y of the camera is NaN");
  });

  const drop = (): Mesh<BoxGeometry, MeshBasicNodeMaterial> => {
    const mesh = new Mesh(new BoxGeometry(), new MeshBasicNodeMaterial());
    mesh.name = "drop";
    return mesh;
  };
  const cases: readonly (readonly [string, () => Mesh, string])[] = [
    [
      "a place",
      () => {
        const mesh = drop();
        mesh.position.z = Number.NaN;
        return mesh;
      },
      'position.z of the Mesh "drop" is NaN',
    ],
    [
      "a place of one that has no name",
      () => {
        const mesh = drop();
        mesh.name = "";
        mesh.scale.x = Number.POSITIVE_INFINITY;
        return mesh;
      },
      "scale.x of the Mesh no. 2 in the world is Infinity",
    ],
    [
      "a uniform deep in a shader",
      () => {
        const mesh = drop();
        const light = uniform(Number.NaN).setName("light");
        mesh.material.opacityNode = light.mul(2).add(1).pow(3).x;
        return mesh;
      },
      'the uniform "light" of the Mesh "drop" is NaN',
    ],
    [
      "a colour",
      () => {
        const mesh = drop();
        mesh.material.color.setRGB(0, Number.NaN, 0);
        return mesh;
      },
      'color.g of the Mesh "drop" is NaN',
    ],
    [
      "an instance among very many",
      () => {
        const mesh = new InstancedMesh(new BoxGeometry(), new MeshBasicNodeMaterial(), 3000);
        mesh.name = "drops";
        mesh.material.colorNode = vec3(1);
        mesh.instanceMatrix.array[2999 * 16 + 12] = Number.NaN;
        return mesh;
      },
      'the place of an instance of the Mesh "drops" is NaN',
    ],
  ];
  it.each(cases)("is told once where it draws with a number that is none, and goes on: %s", (_, make, sentence) => {
    const world = new Group();
    world.add(make());
    expect(framesOf(plain({}, { world }))).toEqual([sentence]);
  });
});

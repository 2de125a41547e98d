import type { InstancedMesh, Node } from "three/webgpu";
import type { Note } from "../../shared/music/note.ts";
import { PALETTES } from "../../shared/picture/palette.ts";
import { defaultsOf } from "../../shared/picture/scene-about.ts";
import { ms } from "../../shared/time/units.ts";
import { Colours } from "../../visuals/drawing/colours.ts";
import type { Scene, SceneKind } from "../../visuals/scene-api/scene.ts";
import { Performance } from "../../visuals/stage/performance.ts";
import { snapshot, voiceState } from "./snapshot.ts";

/** Where the band of four starts on the server's axis: long after its machine did. */
export const START = 864_000_000;

/** A band of four that plays at 120 bpm from START. */
export const bandOfFour = () =>
  snapshot({
    now: START,
    words: [
      "Antiphon",
      "a song sung in answer",
      "Süße Töne läuten früh",
      "Ритм и ответ",
      "応答する歌",
      "call and response",
    ],
    transport: { ...snapshot().transport, originMs: START },
    voices: [
      voiceState("drummer", { kind: "live", model: null }),
      voiceState("model1", { listensTo: ["drummer"] }),
      voiceState("model2", { listensTo: ["model1"] }),
      voiceState("video", { listensTo: ["model2"], sounds: false }),
    ],
  });

/** A scene on a stage without graphics: everything but the drawing. */
export class SceneRoom {
  readonly performance: Performance;
  readonly scene: Scene;
  /** Of the scene; they may be turned. */
  readonly parameters: Record<string, number>;

  constructor(kind: SceneKind, seed = 1, performance?: Performance) {
    const own = performance ?? new Performance((note, at, voice) => this.scene.hit(note, at, voice));
    if (performance === undefined) own.welcome(bandOfFour());
    this.performance = own;
    this.parameters = defaultsOf(kind.parameters);
    this.scene = kind.init({
      seed,
      voices: own.frame.voices,
      beatsPerBar: own.beatsPerBar,
      words: own.words,
      parameters: this.parameters,
    });
    own.frame.palette.mix(new Colours(PALETTES[0]), new Colours(PALETTES[0]), 0);
  }

  /** Draws frames every `spacing` milliseconds until START + `until`, which is the last of them. */
  run(until: number, spacing: number, notes: readonly Note[] = []): void {
    this.performance.add(notes);
    let at = Math.max(START, this.performance.frame.at);
    while (at < START + until) {
      at = Math.min(START + until, at + spacing);
      this.performance.moveTo(ms(at), ms(spacing), ms(spacing));
      this.scene.update(this.performance.frame);
    }
  }

  /** Every number that decides what is drawn: attributes, counts, uniforms, the camera. */
  state(): number[] {
    return stateOf(this.scene);
  }
}

const stateOf = (scene: Scene): number[] => {
  scene.camera.updateMatrixWorld();
  scene.world.updateMatrixWorld();
  const numbers: number[] = [...scene.camera.matrixWorld.elements, ...scene.camera.projectionMatrix.elements];
  scene.world.traverse((object) => {
    const { geometry, material, visible, instanceMatrix, instanceColor } = object as Partial<InstancedMesh>;
    numbers.push(visible === true ? 1 : 0, ...object.matrixWorld.elements);
    for (const each of [instanceMatrix, instanceColor]) numbers.push(...(each?.array ?? []));
    if (geometry === undefined || material === undefined) return;
    const instances = "instanceCount" in geometry ? Number(geometry.instanceCount) : 1;
    numbers.push(Number.isFinite(instances) ? instances : -1);
    for (const attribute of Object.values(geometry.attributes)) {
      if (!("data" in attribute)) continue;
      const { array, stride } = attribute.data;
      numbers.push(...Array.from(array.slice(0, instances * stride)));
    }
    for (const one of Array.isArray(material) ? material : [material]) numbers.push(...uniformsOf(one));
  });
  return numbers;
};

const uniformsOf = (material: object): number[] => {
  const numbers: number[] = [];
  const { vertexNode, fragmentNode, colorNode, opacityNode } = material as { [name: string]: Node | null | undefined };
  // Nodes are shared many times over: each is visited once.
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if ("value" in node && "isUniformNode" in node) numbers.push(...numbersIn(node.value));
    if ("array" in node && "isArrayBufferNode" in node) numbers.push(...numbersIn(node.array));
    for (const child of node.getChildren()) visit(child);
  };
  for (const root of [vertexNode, fragmentNode, colorNode, opacityNode]) if (root != null) visit(root);
  return numbers;
};

const numbersIn = (value: unknown): number[] => {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value === "object" && value !== null && "toArray" in value && typeof value.toArray === "function")
    return numbersIn(value.toArray());
  return [];
};

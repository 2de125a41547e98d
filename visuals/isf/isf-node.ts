import { code, texture, uniform } from "three/tsl";
import {
  Node,
  type NodeBuilder,
  type Texture,
  type TextureNode,
  type UniformNode,
  Vector2,
  Vector4,
} from "three/webgpu";
import type { IsfShader } from "../../shared/picture/isf-shader.ts";
import { glslOf, texturesOf, valuesOf } from "./glsl.ts";

type AnyUniform = UniformNode<string, unknown>;

/** One pass of an ISF shader as a colour: its own GLSL, with a uniform behind every value and texture. WebGL 2 only. */
export class IsfNode extends Node<"vec4"> {
  readonly shader: IsfShader;
  /** By name; numbers, truths as 0 and 1, Vector2 and Vector4. */
  readonly values = new Map<string, { value: number | Vector2 | Vector4 }>();
  readonly textures = new Map<string, TextureNode>();
  /** As the builder wants to find them: among a node's own properties. */
  readonly uniformNodes: AnyUniform[] = [];
  readonly textureNodes: TextureNode[] = [];
  readonly codeNode = code("", [], "glsl");

  constructor(shader: IsfShader, blank: Texture) {
    super("vec4");
    this.shader = shader;
    for (const { name, type } of valuesOf(shader)) {
      const node = type === "vec2" ? uniform(new Vector2()) : type === "vec4" ? uniform(new Vector4()) : uniform(0);
      this.values.set(name, node);
      this.uniformNodes.push(node as AnyUniform);
    }
    for (const name of texturesOf(shader)) {
      const node = texture(blank);
      this.textures.set(name, node);
      this.textureNodes.push(node);
    }
  }

  override generate(builder: NodeBuilder): string {
    const names = [...this.values.keys()];
    const uniforms = new Map(names.map((name, i) => [name, String(this.uniformNodes[i]?.build(builder))]));
    for (const [name, node] of this.textures) uniforms.set(name, String(node.build(builder, "property")));
    this.codeNode.code = glslOf(this.shader, (name) => uniforms.get(name) ?? "");
    this.codeNode.build(builder, "void");
    return "isf_run()";
  }
}

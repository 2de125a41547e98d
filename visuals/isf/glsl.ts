import type { IsfInput, IsfShader } from "../../shared/picture/isf-shader.ts";

type Type = "float" | "int" | "bool" | "vec2" | "vec4";

/** A value as it reaches the graphics card: whole numbers and truths travel as numbers. */
export interface Value {
  readonly name: string;
  readonly type: Type;
}

/** What the format gives every shader, besides its inputs. */
const GIVEN: readonly Value[] = [
  { name: "TIME", type: "float" },
  { name: "TIMEDELTA", type: "float" },
  { name: "FRAMEINDEX", type: "int" },
  { name: "PASSINDEX", type: "int" },
  { name: "RENDERSIZE", type: "vec2" },
  { name: "DATE", type: "vec4" },
];

const INPUT_TYPES: Readonly<Record<IsfInput["type"], Type | null>> = {
  float: "float",
  bool: "bool",
  long: "int",
  color: "vec4",
  point2D: "vec2",
  event: "bool",
  audio: null,
  audioFFT: null,
};

export const valuesOf = ({ inputs }: IsfShader): readonly Value[] => [
  ...GIVEN,
  ...inputs.flatMap(({ name, type }) => {
    const glsl = INPUT_TYPES[type];
    return glsl === null ? [] : [{ name, type: glsl }];
  }),
];

/** Names of the textures: what the passes draw, and the sounds. */
export const texturesOf = ({ inputs, passes }: IsfShader): readonly string[] => [
  ...passes.flatMap(({ target }) => (target === null ? [] : [target])),
  ...inputs.flatMap(({ name, type }) => (INPUT_TYPES[type] === null ? [name] : [])),
];

const FROM: Readonly<Record<Type, (uniform: string) => string>> = {
  float: (uniform) => uniform,
  int: (uniform) => `int(floor(${uniform} + 0.5))`,
  bool: (uniform) => `(${uniform} > 0.5)`,
  vec2: (uniform) => uniform,
  vec4: (uniform) => uniform,
};

/** A pixel's loops go round so often, all of them together; many times what pictures need that move. */
const MOST_ROUNDS = 32_768;

const MACROS = `
#define IMG_NORM_PIXEL(image, at) texture(image, at)
#define IMG_PIXEL(image, at) texture(image, (at) / vec2(textureSize(image, 0)))
#define IMG_THIS_PIXEL(image) texture(image, isf_FragNormCoord)
#define IMG_THIS_NORM_PIXEL(image) texture(image, isf_FragNormCoord)
#define IMG_SIZE(image) vec2(textureSize(image, 0))
`;

/**
 * The shader as functions, `vec4 isf_run()` the last. Values are global variables, which the author's
 * functions may read and hide; `uniformOf` says what the uniform behind each value and texture is called.
 */
export const glslOf = (shader: IsfShader, uniformOf: (name: string) => string): string => {
  const values = valuesOf(shader);
  return [
    "vec4 isf_FragColor;",
    "vec2 isf_FragNormCoord;",
    "int isf_rounds;",
    `bool isf_goes_on() { return isf_rounds++ < ${MOST_ROUNDS}; }`,
    ...values.map(({ name, type }) => `${type} ${name};`),
    ...texturesOf(shader).map((name) => `#define ${name} ${uniformOf(name)}`),
    MACROS,
    // From here lines are the author's.
    "#line 1",
    shader.source,
    "vec4 isf_run() {",
    ...values.map(({ name, type }) => `  ${name} = ${FROM[type](uniformOf(name))};`),
    "  isf_FragNormCoord = gl_FragCoord.xy / RENDERSIZE;",
    "  isf_FragColor = vec4(0.0);",
    "  isf_rounds = 0;",
    "  isf_main();",
    "  return isf_FragColor;",
    "}",
  ].join("\n");
};

/** A whole shader, for trying whether it compiles. */
export const trialOf = (shader: IsfShader): string => {
  const uniformOf = (name: string): string => `isf_uniform_${name}`;
  return [
    "#version 300 es",
    "precision highp float;",
    "precision highp int;",
    "precision highp sampler2D;",
    ...valuesOf(shader).map(({ name, type }) => {
      const isVector = type === "vec2" || type === "vec4";
      return `uniform ${isVector ? type : "float"} ${uniformOf(name)};`;
    }),
    ...texturesOf(shader).map((name) => `uniform sampler2D ${uniformOf(name)};`),
    "out vec4 isf_out;",
    glslOf(shader, uniformOf),
    "void main() { isf_out = isf_run(); }",
  ].join("\n");
};

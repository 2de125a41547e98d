import { describe, expect, it } from "vitest";
import { isfWords } from "../../../server/picture/scenes/isf/isf-words.ts";
import { readIsf } from "../../../server/picture/scenes/isf/read-isf.ts";
import { readTerm } from "../../../server/picture/scenes/isf/term.ts";
import { SceneFault } from "../../../server/picture/scenes/scene-fault.ts";
import { parameterName } from "../../../shared/picture/isf-shader.ts";
import { SceneWords } from "../../../shared/protocol/own-scenes.ts";
import { glslOf } from "../../../visuals/isf/glsl.ts";
import { passSize } from "../../../visuals/isf/size.ts";

const file = (header: unknown, code = "void main() { gl_FragColor = vec4(1.0); }"): string =>
  `/*${JSON.stringify(header, null, 1)}*/\n${code}\n`;

const INPUTS = [
  { NAME: "level", TYPE: "float", MIN: -1, MAX: 3, DEFAULT: 9, LABEL: "a level" },
  { NAME: "invert", TYPE: "bool", DEFAULT: 1 },
  { NAME: "mode", TYPE: "long", VALUES: [4, 8, 16], LABELS: ["a", "b", "c"], DEFAULT: 8 },
  { NAME: "ink", TYPE: "color", DEFAULT: [1, 0.5, 0] },
  { NAME: "spot", TYPE: "point2D", MAX: [2, 4] },
  { NAME: "flash", TYPE: "event", LABEL: "the flash" },
  { NAME: "sound", TYPE: "audio" },
  { NAME: "spectrum", TYPE: "audioFFT" },
];

const faultIn = (text: string): SceneFault => {
  try {
    readIsf(text);
  } catch (error) {
    if (error instanceof SceneFault) return error;
    throw error;
  }
  throw new Error("it was read");
};

describe("an ISF file", () => {
  it("is read with every kind of input, each with a default of its own", () => {
    const { inputs, passes, about } = readIsf(file({ DESCRIPTION: "Light", CREDIT: "Ada", INPUTS }));
    expect(about).toBe("Light, by Ada");
    expect(inputs).toEqual([
      { type: "float", name: "level", label: "a level", min: -1, max: 3, usual: 3 },
      { type: "bool", name: "invert", label: "invert", usual: true },
      { type: "long", name: "mode", label: "mode", values: [4, 8, 16], usual: 8 },
      { type: "color", name: "ink", label: "ink", usual: [1, 0.5, 0, 1] },
      { type: "point2D", name: "spot", label: "spot", min: [0, 0], max: [2, 4], usual: [1, 2] },
      { type: "event", name: "flash", label: "the flash" },
      { type: "audio", name: "sound", label: "sound" },
      { type: "audioFFT", name: "spectrum", label: "spectrum" },
    ]);
    expect(passes).toEqual([{ target: null, persistent: false, float: false, width: null, height: null }]);
  });

  it("says of itself what a scene may say: numbers, switches and choices are parameters", () => {
    const words = SceneWords.parse(isfWords(readIsf(file({ INPUTS }))));
    expect(words.parameters.map(({ name, min, max, default: usual }) => [name, min, max, usual])).toEqual([
      ["level", -1, 3, 3],
      ["invert", 0, 1, 1],
      ["mode", 0, 2, 1],
    ]);
    expect(words.gestures.kick).toBe("sets off the flash, pushes a level");
  });

  it("keeps every line where it is, and speaks the language of WebGL 2", () => {
    const { source } = readIsf(
      file(
        { INPUTS: [] },
        "#version 120\n// gl_FragColor\nvoid main(void)\n{ gl_FragColor = texture2D(buffer, vv_FragNormCoord); }",
      ),
    );
    const lines = source.split("\n");
    expect(lines.slice(3)).toEqual([
      "",
      expect.stringMatching(/^ *$/),
      "void isf_main()",
      "{ isf_FragColor = texture(buffer, isf_FragNormCoord); }",
      "",
    ]);
  });

  it.each([
    ["while (true) x += 1.0;", "while (isf_goes_on() && (true)) x += 1.0;"],
    ["do { x++; } while (x < f(1.0));", "do { x++; } while (isf_goes_on() && (x < f(1.0)));"],
    [
      "for (;;) { for (int i = 0; i < N; i++) x++; }",
      "for (;isf_goes_on();) { for (int i = 0;isf_goes_on() && ( i < N); i++) x++; }",
    ],
    [
      "for (float t = 0.0; t < (a + b); t += d)\n  if (t > 1.0) break;",
      "for (float t = 0.0;isf_goes_on() && ( t < (a + b)); t += d)\n  if (t > 1.0) break;",
    ],
    ["for (int i = 0; i < 99999; i++) {}", "for (int i = 0;isf_goes_on() && ( i < 99999); i++) {}"],
    ["for (int i = 0; i < 64; i) {}", "for (int i = 0;isf_goes_on() && ( i < 64); i) {}"],
    ["for (int i = 0; i < 64; i++) {}", null],
    ["while (bool on = f()) {}", null],
  ])("has loops that end: %s", (loop, bounded) => {
    const { source } = readIsf(file({}, `void main() { ${loop} }`));
    expect(source).toContain(`{ ${bounded ?? loop} }`);
  });

  it("declares what the format gives before the author's first line", () => {
    const passes = [{ TARGET: "trail", PERSISTENT: true, FLOAT: true, WIDTH: "floor($WIDTH / 4.0)" }, {}];
    const shader = readIsf(file({ INPUTS, PASSES: passes }));
    expect(shader.passes[0]).toMatchObject({ target: "trail", persistent: true, float: true });
    const [given = "", author = ""] = glslOf(shader, (name) => `u_${name}`).split("#line 1\n");
    for (const line of ["float TIME;", "float level;", "bool flash;", "vec2 spot;", "#define trail u_trail"])
      expect(given).toContain(line);
    expect(author).toContain("  level = u_level;");
    expect(author).toContain("  flash = (u_flash > 0.5);");
  });

  it("keeps every knob its author gave it, also one with a very long name", () => {
    const NAME = "a_name_that_is_longer_than_any_control_may_have_one";
    const { inputs } = readIsf(file({ INPUTS: [{ NAME, TYPE: "float", MIN: 2, MAX: 6, DEFAULT: 3 }] }));
    const [knob] = SceneWords.parse(isfWords({ about: "", inputs, passes: [], source: "" })).parameters;
    expect(inputs.map(parameterName)).toEqual([knob?.name]);
  });

  it("takes persistent buffers as version 1 says them", () => {
    const { passes } = readIsf(file({ PERSISTENT_BUFFERS: ["trail"], PASSES: [{ TARGET: "trail" }, {}] }));
    expect(passes.map(({ persistent }) => persistent)).toEqual([true, false]);
  });

  it.each<[string, string, number, RegExp]>([
    ["no header", "void main() {}", 1, /begins with a comment that holds JSON/],
    ["a header that is not JSON", '/*{\n "INPUTS": [\n  oops ]\n}*/\nvoid main() {}', 3, /the header is not JSON/],
    ["a kind of input nobody knows", file({ INPUTS: [{ NAME: "a", TYPE: "smell" }] }), 1, /^INPUTS\.0/],
    ["an image", file({ INPUTS: [{ NAME: "inputImage", TYPE: "image" }] }), 1, /image input "inputImage" is not supp/],
    ["imported images", file({ IMPORTED: { noise: { PATH: "n.png" } } }), 1, /IMPORTED\) are not supported/],
    ["two of one name", file({ INPUTS: [INPUTS[0], INPUTS[0]] }), 1, /two inputs are called "level"/],
    [
      "a size that is none",
      file({ PASSES: [{ TARGET: "a", WIDTH: "$WIDTH /" }] }),
      1,
      /WIDTH "\$WIDTH \/" is not compl/,
    ],
    ["a varying", file({}, "\nvarying vec2 left;\nvoid main() {}"), 3, /a vertex shader of its own is not supported/],
    ["a uniform by hand", file({}, "uniform float mine;\nvoid main() {}"), 2, /uniforms are not declared by hand/],
    ["no main", file({}, "float f() { return 1.0; }"), 3, /there is no main\(\)/],
  ])("with %s is refused with its line", (_, text, line, sentence) => {
    const fault = faultIn(text);
    expect(fault.message).toMatch(sentence);
    expect(fault.line).toBe(line);
  });

  it("is not taken for a varying where a function's parameters stand on lines of their own", () => {
    expect(() =>
      readIsf(file({}, "float f(\n  in vec3 p,\n  in float r) { return r; }\nvoid main() {}")),
    ).not.toThrow();
  });
});

describe("a pass's size", () => {
  const size = (term: string): number =>
    passSize(readTerm(term, new Set(["WIDTH", "HEIGHT", "n"])), 1, (name) => (name === "n" ? 4 : 1280));

  it.each([
    ["$WIDTH", 1280],
    ["$WIDTH/16.0", 80],
    ["floor($WIDTH * 0.3) - 2 * 2", 380],
    ["max(1, $WIDTH / ($n - 2))", 640],
    ["min($n, 3) + 7 % 4", 6],
    ["-5 + 8", 3],
    ["n * 10", 40],
    ["$WIDTH * 100", 4096],
    ["1 / 0", 1],
    ["0", 1],
  ])("%s is %i", (term, pixels) => {
    expect(size(term)).toBe(pixels);
  });

  it.each(["$WIDTH /", "(1 + 2", "1 + 2)", "1 2", "$nothing", "1 ; 2", ""])("%o is refused", (term) => {
    expect(() => size(term)).toThrow();
  });
});

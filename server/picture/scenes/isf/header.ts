import { z } from "zod";
import { clamp } from "../../../../shared/math/numbers.ts";
import type { IsfInput, IsfPass } from "../../../../shared/picture/isf-shader.ts";
import { readTerm } from "./term.ts";

const NAME = /^[A-Za-z_]\w{0,59}$/;
const Name = z.string().regex(NAME, { error: "must be a name of letters, digits and _" });
const Truth = z.union([z.boolean(), z.literal([0, 1])]).transform(Boolean);
const Pair = z.array(z.number()).length(2);

const Named = z.looseObject({ NAME: Name, LABEL: z.string().max(60).optional() });
const Ranged = Named.extend({ MIN: z.number().default(0), MAX: z.number().default(1), DEFAULT: z.number().optional() });
const Input = z.discriminatedUnion("TYPE", [
  Ranged.extend({ TYPE: z.literal("float") }),
  Named.extend({ TYPE: z.literal("bool"), DEFAULT: Truth.default(false) }),
  Ranged.extend({ TYPE: z.literal("long"), VALUES: z.array(z.number()).optional() }),
  Named.extend({ TYPE: z.literal("color"), DEFAULT: z.array(z.number()).min(3).max(4).default([1, 1, 1, 1]) }),
  Named.extend({
    TYPE: z.literal("point2D"),
    MIN: Pair.default([0, 0]),
    MAX: Pair.default([1, 1]),
    DEFAULT: Pair.optional(),
  }),
  Named.extend({ TYPE: z.literal(["event", "audio", "audioFFT", "image"]) }),
]);

const Size = z.union([z.string().max(200), z.number().min(1)]).optional();

const Pass = z.looseObject({
  TARGET: z.union([Name, z.literal("")]).optional(),
  PERSISTENT: Truth.default(false),
  FLOAT: Truth.default(false),
  WIDTH: Size,
  HEIGHT: Size,
});

/** The JSON at the head of an ISF file; what is not named here is for other programs. */
export const IsfHeader = z.looseObject({
  DESCRIPTION: z.string().default(""),
  CREDIT: z.string().default(""),
  INPUTS: z.array(Input).max(64).default([]),
  PASSES: z.array(Pass).max(16).default([]),
  /** Files it brings along. */
  IMPORTED: z.unknown().optional(),
  /** As version 1 said it. */
  PERSISTENT_BUFFERS: z.union([z.array(Name), z.record(Name, z.unknown())]).optional(),
});
export type IsfHeader = z.infer<typeof IsfHeader>;

/** Throws a sentence for what is not supported. */
export const inputsOf = ({ INPUTS, IMPORTED }: IsfHeader): readonly IsfInput[] => {
  if (IMPORTED !== undefined && Object.keys(IMPORTED ?? {}).length > 0)
    throw new Error("imported images (IMPORTED) are not supported; draw what they show in the shader");
  const names = INPUTS.map((input) => input.NAME);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two inputs are called "${twice}"`);
  return INPUTS.map(inputOf);
};

const inputOf = (input: IsfHeader["INPUTS"][number]): IsfInput => {
  const { NAME: name, LABEL: label = name } = input;
  switch (input.TYPE) {
    case "float": {
      const min = Math.min(input.MIN, input.MAX);
      const max = Math.max(input.MIN, input.MAX, min + 1e-6);
      return { type: "float", name, label, min, max, usual: clamp(input.DEFAULT ?? (min + max) / 2, min, max) };
    }
    case "bool":
      return { type: "bool", name, label, usual: input.DEFAULT };
    case "long": {
      const { MIN, MAX } = input;
      const range = Array.from({ length: clamp(MAX - MIN + 1, 1, 64) }, (_, i) => MIN + i);
      const values = input.VALUES?.length ? input.VALUES : range;
      const usual = input.DEFAULT ?? 0;
      return { type: "long", name, label, values, usual: values.includes(usual) ? usual : (values[0] ?? 0) };
    }
    case "color":
      return { type: "color", name, label, usual: [...input.DEFAULT, 1].slice(0, 4) };
    case "point2D": {
      const { MIN: min, MAX: max } = input;
      const usual = input.DEFAULT ?? min.map((least, i) => (least + (max[i] ?? 1)) / 2);
      return { type: "point2D", name, label, min, max, usual };
    }
    case "image":
      throw new Error(`the image input "${name}" is not supported: a scene makes its picture from nothing`);
    default:
      return { type: input.TYPE, name, label };
  }
};

/** Throws a sentence for a size that cannot be read. */
export const passesOf = (header: IsfHeader, inputs: readonly IsfInput[]): readonly IsfPass[] => {
  const names = new Set(["WIDTH", "HEIGHT", ...inputs.map((input) => input.name)]);
  const old = header.PERSISTENT_BUFFERS ?? [];
  const kept = new Set(Array.isArray(old) ? old : Object.keys(old));
  const size = (text: string | number | undefined, what: string) => {
    if (text === undefined || String(text).trim() === "") return null;
    try {
      return readTerm(String(text), names);
    } catch (error) {
      throw new Error(`the pass's ${what} "${text}" ${error instanceof Error ? error.message : error}`);
    }
  };
  const passes = header.PASSES.map((pass): IsfPass => {
    const target = pass.TARGET || null;
    return {
      target,
      persistent: pass.PERSISTENT || (target !== null && kept.has(target)),
      float: pass.FLOAT,
      width: size(pass.WIDTH, "WIDTH"),
      height: size(pass.HEIGHT, "HEIGHT"),
    };
  });
  const targets = passes.flatMap(({ target }) => (target === null ? [] : [target]));
  const clash = targets.find((target, i) => names.has(target) || targets.indexOf(target) !== i);
  if (clash !== undefined) throw new Error(`"${clash}" is the name of two things; give the pass's TARGET another`);
  return passes.length === 0 ? [{ target: null, persistent: false, float: false, width: null, height: null }] : passes;
};

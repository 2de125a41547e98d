import { SceneFault } from "../scene-fault.ts";
import { boundLoops } from "./bound-loops.ts";

/** What is not in a scene's reach, and what to say of it. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*(?:varying|in|attribute)\s+[^;(){}]*;/m,
    "a vertex shader of its own is not supported (varying, in, attribute)",
  ],
  [/^\s*uniform\s+\w/m, 'uniforms are not declared by hand; make it an input in the header ("INPUTS")'],
  [/^\s*#\s*include\b/m, "#include is not supported"],
  [/\bsampler(?:Cube|3D|2DRect)\b/, "only two-dimensional textures are supported"],
];

const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]*#[ \t]*(?:version|extension)\b[^\n]*/gm, ""],
  [/\bgl_FragColor\b|\bgl_FragData\s*\[\s*0\s*\]/g, "isf_FragColor"],
  [/\btexture2D(?:Rect)?\s*\(/g, "texture("],
  [/\btexture2DLod(?:EXT)?\s*\(/g, "textureLod("],
  [/\btexture2DProj\s*\(/g, "textureProj("],
  [/\bvv_FragNormCoord\b/g, "isf_FragNormCoord"],
  [/\bvoid\s+main\s*\(\s*(?:void)?\s*\)/, "void isf_main()"],
];

/** GLSL as ISF files have it, 1.x as a rule, in the form for WebGL 2, line by line where it was. Throws a SceneFault that knows the line. */
export const translate = (glsl: string): string => {
  const code = glsl.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, " "));
  for (const [pattern, complaint] of FOREIGN) {
    const found = pattern.exec(code);
    if (found === null) continue;
    const at = found.index + found[0].length - found[0].trimStart().length;
    throw new SceneFault(complaint, null, code.slice(0, at).split("\n").length);
  }
  const output = /^\s*(?:layout\s*\([^)]*\)\s*)?out\s+vec4\s+(\w+)\s*;/m.exec(code);
  let translated = code;
  if (output !== null)
    translated = translated
      .replace(output[0], output[0].replace(/[^\n]/g, ""))
      .replaceAll(new RegExp(`\\b${output[1]}\\b`, "g"), "isf_FragColor");
  for (const [pattern, by] of REPLACED) translated = translated.replace(pattern, by);
  if (!translated.includes("void isf_main()"))
    throw new SceneFault("there is no main()", null, code.split("\n").length);
  return boundLoops(translated);
};

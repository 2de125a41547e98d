import type { IsfShader } from "../../shared/picture/isf-shader.ts";
import { turn } from "../time/turn.ts";
import { trialOf } from "./glsl.ts";

/** How often it is looked whether the browser is done. */
const LOOK_EVERY_MS = 8;
/** `ERROR: 0:12: 'x' : undeclared identifier`, and as Mesa says it: `0:12(3): error: ...`. */
const COMPLAINT = /(?:ERROR:\s*)?\d+:(\d+)(?:\(\d+\))?:\s*(?:error:\s*)?(.*)/;

/**
 * Resolves when the shader compiles. Rejects with `line 12: ...` when it does not: the renderer
 * would only draw nothing. It is tried on a context of its own, in the browser's background where it has one.
 */
export const tryShader = async (shader: IsfShader): Promise<void> => {
  const gl = document.createElement("canvas").getContext("webgl2");
  // Without a context there is no picture either; that is said elsewhere.
  const fragment = gl?.createShader(gl.FRAGMENT_SHADER) ?? null;
  if (gl === null || fragment === null) return;
  try {
    gl.shaderSource(fragment, trialOf(shader));
    gl.compileShader(fragment);
    const parallel: { readonly COMPLETION_STATUS_KHR: number } | null = gl.getExtension("KHR_parallel_shader_compile");
    while (parallel !== null && !gl.getShaderParameter(fragment, parallel.COMPLETION_STATUS_KHR) && !gl.isContextLost())
      await turn(LOOK_EVERY_MS);
    if (gl.getShaderParameter(fragment, gl.COMPILE_STATUS) || gl.isContextLost()) return;
    const log = gl.getShaderInfoLog(fragment) ?? "";
    const [, line, complaint = log] = COMPLAINT.exec(log) ?? [];
    throw new Error(line === undefined ? complaint.trim() : `line ${line}: ${complaint.trim()}`);
  } finally {
    gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
};

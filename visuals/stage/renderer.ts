import { LinearSRGBColorSpace, NoToneMapping, WebGPURenderer } from "three/webgpu";

/**
 * The renderer of one canvas. It draws through WebGL 2 unless the page was asked for WebGPU, and
 * converts nothing by itself: the develop pass writes what the screen shows. Rejects when the
 * browser can do neither. Where it is `transparent` the page is seen where the picture is dark.
 */
export const createRenderer = async (
  canvas: HTMLCanvasElement,
  webgpu: boolean,
  transparent = false,
): Promise<WebGPURenderer> => {
  const renderer = new WebGPURenderer({
    canvas,
    forceWebGL: !webgpu,
    antialias: false,
    depth: false,
    stencil: false,
    alpha: transparent,
  });
  renderer.outputColorSpace = LinearSRGBColorSpace;
  renderer.toneMapping = NoToneMapping;
  renderer.setClearColor(0x000000, transparent ? 0 : 1);
  try {
    await renderer.init();
  } catch (error) {
    // Three stumbles over a context that is not there; the reason is plainer.
    throw !webgpu && canvas.getContext("webgl2") === null ? new Error("it has no WebGL 2") : error;
  }
  return renderer;
};

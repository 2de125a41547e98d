import type { Camera, Object3D, RenderTarget, WebGPURenderer } from "three/webgpu";

/** What each renderer is compiling, and what waits for it. */
const queues = new WeakMap<WebGPURenderer, Promise<void>>();

/**
 * Resolves when every shader of `world` is ready to be drawn into `target`, or onto the screen when
 * it is null. One after another: three keeps what it is compiling in the renderer, and two at a time
 * would take it from one another. Frames may be drawn meanwhile.
 */
export const compile = (
  renderer: WebGPURenderer,
  target: RenderTarget | null,
  world: Object3D,
  camera: Camera,
): Promise<void> => {
  const compiling = (queues.get(renderer) ?? Promise.resolve()).then(async () => {
    renderer.setRenderTarget(target);
    await renderer.compileAsync(world, camera);
  });
  queues.set(
    renderer,
    compiling.catch(() => {}),
  );
  return compiling;
};

/** Resolves when nothing is being compiled. What is may be left out of a picture that is drawn meanwhile. */
export const compiled = (renderer: WebGPURenderer): Promise<void> => queues.get(renderer) ?? Promise.resolve();

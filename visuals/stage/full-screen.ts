/** Fills the screen, or gives it back. Does nothing where the browser will not. */
export const toggleFullScreen = async (): Promise<void> => {
  try {
    if (document.fullscreenElement === null) await document.documentElement.requestFullscreen({ navigationUI: "hide" });
    else await document.exitFullscreen();
  } catch {
    // Refused: not asked for by a key or a click, or the page is embedded. It stays as it is.
  }
};

/**
 * Keeps the screen from going dark while the page is seen. The browser takes the lock back whenever
 * the page is hidden; it is asked for again when it is seen. Where there is no such thing, nothing happens.
 */
export class WakeLock {
  #lock: WakeLockSentinel | null = null;
  #asking = false;

  constructor() {
    document.addEventListener("visibilitychange", this.#ask);
    // Some browsers grant it only after the page was touched.
    document.addEventListener("pointerdown", this.#ask);
    document.addEventListener("keydown", this.#ask);
    void this.#ask();
  }

  get held(): boolean {
    return this.#lock !== null && !this.#lock.released;
  }

  readonly #ask = async (): Promise<void> => {
    if (!("wakeLock" in navigator) || document.hidden || this.held || this.#asking) return;
    this.#asking = true;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
    } catch {
      // Refused (battery, settings, an insecure address): the next touch asks again.
    } finally {
      this.#asking = false;
    }
  };
}

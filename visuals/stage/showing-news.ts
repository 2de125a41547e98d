/** Says when the server is to be told which scene is on the screen: when it is another, and "" while nobody sees the page. */
export class ShowingNews {
  readonly #tell: (scene: string) => void;
  #showing = "";
  #told = "";

  constructor(tell: (scene: string) => void) {
    this.#tell = tell;
    document.addEventListener("visibilitychange", () => this.#news());
  }

  /** After every frame, with what it showed. @realtime yes */
  frame(showing: string): void {
    if (showing === this.#showing) return;
    this.#showing = showing;
    this.#news();
  }

  /** The server is another, or has forgotten this page: it is told anew. */
  renew(): void {
    this.#told = "";
    this.#news();
  }

  #news(): void {
    const scene = document.hidden ? "" : this.#showing;
    if (scene === this.#told) return;
    this.#told = scene;
    this.#tell(scene);
  }
}

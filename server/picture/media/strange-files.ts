import { extname } from "node:path";
import { CLIP_ENDINGS } from "./media-file.ts";

/** So many are named in a sentence, and remembered. */
const MOST_NAMED = 5;
const MOST_REMEMBERED = 1000;
/** What nobody takes for a clip: hidden files, what systems put into folders, and the show with what is kept beside it. */
const KNOWN = /^\.|^thumbs\.db$|^desktop\.ini$|\.json\b/i;

/** Files of the media folder that are no clips: each is told of once, those of one look in one sentence. */
export class StrangeFiles {
  readonly #tell: (sentence: string) => void;
  readonly #known = new Set<string>();
  #found: string[] = [];

  constructor(tell: (sentence: string) => void) {
    this.#tell = tell;
  }

  /** `name` lies in `folder`; it may be seen at every look. */
  saw(name: string, folder: string): void {
    const isClip = CLIP_ENDINGS.includes(extname(name).toLowerCase());
    if (isClip || KNOWN.test(name)) return;
    if (this.#known.has(name) || this.#known.size >= MOST_REMEMBERED) return;
    this.#known.add(name);
    this.#found.push(name);
    // A folder is listed without a pause: when it has been, all of them are known.
    if (this.#found.length === 1) queueMicrotask(() => this.#sumUp(folder));
  }

  #sumUp(folder: string): void {
    const found = this.#found.sort();
    this.#found = [];
    const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : "";
    const names = `${found.slice(0, MOST_NAMED).join(", ")}${more}`;
    const are = found.length === 1 ? "is no clip and is" : "are no clips and are";
    this.#tell(`${names} in ${folder} ${are} left out; what plays ends in ${CLIP_ENDINGS.join(", ")}.`);
  }
}

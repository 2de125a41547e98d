import { FILM_PATHS, type FilmNews, type FilmOrder, type Told } from "../../shared/protocol/film.ts";
import { linesOf } from "./lines-of.ts";
import { ToldStream } from "./told-stream.ts";

/** What is brought to the process that ordered the film, each thing by its number. */
type Goods = "piece" | "hashes" | "picture" | "sound";

/** The page's connection to the process that ordered the film, below the page's own address. */
export class FilmLink {
  readonly #base: URL;

  constructor(base: URL) {
    this.#base = base;
    // By this the process knows at once when the page is gone.
    void fetch(this.#at(FILM_PATHS.life)).catch(() => {});
  }

  async order(): Promise<FilmOrder> {
    return (await answered(await fetch(this.#at(FILM_PATHS.order)))).json();
  }

  /** The take from its beginning; it may be read more than once. */
  async told(): Promise<ToldStream> {
    const { body } = await answered(await fetch(this.#at(FILM_PATHS.told)));
    if (body === null) throw new Error("the take does not come");
    return new ToldStream(linesOf<Told>(body));
  }

  /** Where the file lies that the sound is taken from. */
  get music(): URL {
    return this.#at(FILM_PATHS.music);
  }

  /** Resolves when it is on the disk. */
  async bring(goods: Goods, number: number, body: Blob | BufferSource | string): Promise<void> {
    const words = { method: "POST", body: typeof body === "string" ? body : new Blob([body]) };
    await answered(await fetch(this.#at(`${FILM_PATHS[goods]}/${number}`), words));
  }

  async tell(news: FilmNews): Promise<void> {
    await answered(await fetch(this.#at(FILM_PATHS.news), { method: "POST", body: JSON.stringify(news) }));
  }

  #at(path: string): URL {
    return new URL(path, this.#base);
  }
}

const answered = async (answer: Response): Promise<Response> => {
  if (answer.ok) return answer;
  throw new Error((await answer.text()).trim() || `the process that makes the film says ${answer.status}`);
};

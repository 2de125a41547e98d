import { type Ms, ms } from "../../../shared/time/units.ts";

/** Where a take lies on the axis of the house that it is played in, and how fast it passes there. */
export class TakeAxis {
  speed: number;
  #take: Ms;
  #house: Ms;

  /** The moment `take` of the take is the moment `house` of the house. */
  constructor(speed: number, take: Ms, house: Ms) {
    this.speed = speed;
    this.#take = take;
    this.#house = house;
  }

  lay(take: Ms, house: Ms): void {
    this.#take = take;
    this.#house = house;
  }

  /** Where it was entered. */
  get entry(): { readonly take: Ms; readonly house: Ms } {
    return { take: this.#take, house: this.#house };
  }

  toHouse(at: Ms): Ms {
    return ms(this.#house + (at - this.#take) / this.speed);
  }

  toTake(at: Ms): Ms {
    return ms(this.#take + (at - this.#house) * this.speed);
  }
}

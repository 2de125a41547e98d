import type { Reporter } from "../../../shared/events/report.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { isOurs, shownAddress } from "./osc-in.ts";
import type { OscFault } from "./osc-message.ts";
import { ToldCauses } from "./told-causes.ts";

/** So much that is wrong with how things are sent is told, each once. */
const MOST_CAUSES = 100;
/** What is refused is told again when it comes again after this long, and so many different ones meanwhile. */
const REFUSED_AGAIN = ms(10_000);
const MOST_REFUSALS = 50;

/** When a message came, and from which machine. */
interface Arrival {
  readonly at: Ms;
  readonly sender: string;
}

/** What is wrong with the OSC that comes in: told once for each cause, however often and by whomever it is sent. */
export class OscComplaints {
  readonly #report: Reporter;
  readonly #causes = new ToldCauses(MOST_CAUSES, ms(Number.POSITIVE_INFINITY));
  readonly #refusals = new ToldCauses(MOST_REFUSALS, REFUSED_AGAIN);

  constructor(report: Reporter) {
    this.#report = report;
  }

  /** What is wrong with messages as they are sent, for good. */
  once(cause: string, sentence: string, arrival: Arrival): void {
    this.#say(
      this.#causes.take(cause, arrival.at),
      arrival,
      sentence,
      "More of the OSC that comes in is wrong; it is not told any more.",
    );
  }

  /** What a message to `address` was refused for: a fader that is moved is told of once. */
  refuse(address: string, sentence: string, arrival: Arrival): void {
    const cause = `${address} ${sentence.replace(/[-\d.]+/g, "")}`;
    this.#say(
      this.#refusals.take(cause, arrival.at),
      arrival,
      sentence,
      "Other OSC messages are refused too; not each of them is told.",
    );
  }

  /** What of a packet was left out; `isPart` if there was more in it. */
  fault({ address, kind, reason }: OscFault, isPart: boolean, from: string, arrival: Arrival): void {
    if (kind !== "unreadable") {
      this.once(
        kind,
        `Not all of a packet from ${from} was taken: ${reason}. Let the sender make smaller ones.`,
        arrival,
      );
      return;
    }
    const what = isPart ? "A part of a packet" : "A packet";
    if (address === "")
      this.once(
        "no OSC",
        `${what} from ${from} is no OSC (${reason}) and was left out; further ones are counted.`,
        arrival,
      );
    else if (isOurs(address))
      this.once(`unreadable ${address}`, `${shownAddress(address)} from ${from} was left out: ${reason}.`, arrival);
  }

  #say(what: ReturnType<ToldCauses["take"]>, { sender }: Arrival, sentence: string, otherwise: string): void {
    if (what !== "nothing")
      this.#report({ room: "inputs", level: "warning", sender, text: what === "tell" ? sentence : otherwise });
  }
}

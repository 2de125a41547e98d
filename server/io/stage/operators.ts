import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { calledBy } from "./access.ts";
import { isLoopback } from "./address.ts";
import { WrongTokens } from "./wrong-tokens.ts";

/** A request that asks for something, or opens a socket. */
export interface Caller extends Pick<IncomingMessage, "headers"> {
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** No token is longer; what is longer need not be hashed. */
const LONGEST_TOKEN = 200;
/** What only a proxy says, and then the caller is somebody else than the machine the connection comes from. */
const PROXY_HEADERS = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

const ONLY_HERE = "This server is operated on its own machine only; start it with --host 0.0.0.0 for others.";
const NO_TOKEN =
  "Whoever comes from another machine looks on: to operate, scan the code on the desk of the machine that plays, or open the link that it printed at its start.";
const WRONG_TOKEN =
  "This link does not open the show any more: scan the code on the desk of the machine that plays, or open the link that it printed at its start.";

/** Who may operate the show: this machine itself, and whoever has the token. All others look on. */
export class Operators {
  readonly #right: Buffer | null;
  readonly #wrong: WrongTokens;

  /**
   * By it a browser reads what it can ask for with its cookies only, as pictures and links: it follows from the token
   * and holds as long, tells nothing of it, and gives no order. null where there is no token.
   */
  readonly pass: string | null;

  /** Without a token there is no way in from other machines. */
  constructor(token: string | null, time: TimeSource) {
    this.#right = token === null ? null : hashOf(token);
    this.pass = token === null ? null : createHmac("sha256", token).update("pass").digest("base64url");
    this.#wrong = new WrongTokens(time);
  }

  /** Whether the caller is on this machine, as far as can be told. */
  isHere({ headers, socket }: Caller): boolean {
    const host = calledBy(headers);
    return (
      isLoopback(plain(socket.remoteAddress)) &&
      host !== null &&
      isLoopback(host) &&
      PROXY_HEADERS.every((name) => headers[name] === undefined)
    );
  }

  /** Why the caller may not operate, in one sentence and with the way out; null when it may. */
  objection(caller: Caller, token: unknown): string | null {
    if (this.isHere(caller)) return null;
    if (this.#right === null) return ONLY_HERE;
    if (typeof token !== "string" || token === "" || token.length > LONGEST_TOKEN) return NO_TOKEN;
    const address = plain(caller.socket.remoteAddress);
    const wait = this.#wrong.waitOf(address);
    if (wait > 0)
      return `Too many wrong links came from this address: wait ${Math.ceil(wait / 1000)} s, then open the right one.`;
    const hash = hashOf(token);
    if (!timingSafeEqual(hash, this.#right)) {
      this.#wrong.add(address, hash);
      return WRONG_TOKEN;
    }
    this.#wrong.forgive(address);
    return null;
  }

  /** Whether this is the pass. No limit: it is too long to be guessed. */
  isPass(pass: string | undefined): boolean {
    return this.pass !== null && pass !== undefined && timingSafeEqual(hashOf(pass), hashOf(this.pass));
  }
}

/** What an HTTP request carries as `Authorization: Bearer TOKEN`. */
export const bearerOf = ({ headers }: Caller): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];

/** Of equal length whatever was given, so that the comparison tells nothing by its time. */
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

const plain = (address = ""): string => address.replace(/^::ffff:/, "");

import { isIP } from "node:net";

/** What a request says of itself; the lower-case headers of node's IncomingMessage. */
interface RequestHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/** Endings of names that only a local network can give; everything else with a dot is a public name. */
const LOCAL_ENDINGS = [".localhost", ".local", ".lan", ".home", ".internal", ".home.arpa"];

/**
 * Why a request is refused, or null when it may come in. The server has no password, so it must
 * not obey web pages of strangers that happen to be open in a browser of the same network:
 * - a page of another origin may not open our socket (browsers let it, and tell us its origin);
 * - a public name must not lead here, since whoever owns it may have pointed it at this machine
 *   for a page of theirs (DNS rebinding).
 * Programs other than browsers send no origin and are let in.
 */
export const refusal = (headers: RequestHeaders): string | null => {
  const host = hostOf(headers.host);
  if (host === null) return "This request does not say which host it wants.";
  if (!isLocalName(host.hostname))
    return `This server answers to its address or to a name of the local network, not to "${host.hostname}".`;
  if (headers.origin === undefined) return null;
  const origin = URL.canParse(headers.origin) ? new URL(headers.origin).host : headers.origin;
  return origin === host.host ? null : `Pages of "${headers.origin}" may not talk to this server.`;
};

const hostOf = (header: string | undefined): URL | null =>
  header !== undefined && URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : null;

const isLocalName = (hostname: string): boolean =>
  hostname.startsWith("[") ||
  isIP(hostname) !== 0 ||
  !hostname.includes(".") ||
  LOCAL_ENDINGS.some((ending) => hostname.endsWith(ending));

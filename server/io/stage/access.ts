import type { IsOwnName } from "./host-names.ts";

/** What a request says of itself; the lower-case headers of node's IncomingMessage. */
export interface RequestHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/**
 * Why a request is refused, or null when it may come in. Web pages of strangers that happen to be open in a browser of
 * the same network must not reach this server:
 * - a page of another origin may not open our socket (browsers let it, and tell us its origin);
 * - a name that is not this machine's must not lead here, since whoever owns it may have pointed it at this machine
 *   for a page of theirs (DNS rebinding).
 * Programs other than browsers send no origin and are let in.
 */
export const refusal = (headers: RequestHeaders, isOwn: IsOwnName): string | null => {
  const host = hostOf(headers.host);
  if (host === null) return "This request does not say which host it wants.";
  if (!isOwn(nameIn(host)))
    return `This server is not called "${nameIn(host)}"; if it is to be, start it with --host 0.0.0.0 and a show that has the name among its "http": { "names": [] }.`;
  if (headers.origin === undefined) return null;
  const origin = URL.canParse(headers.origin) ? new URL(headers.origin).host : headers.origin;
  return origin === host.host ? null : `Pages of "${headers.origin}" may not talk to this server.`;
};

/** The name or address by which a request calls the server, without port and brackets; null where it says none. */
export const calledBy = (headers: RequestHeaders): string | null => {
  const host = hostOf(headers.host);
  return host === null ? null : nameIn(host);
};

const hostOf = (header: string | undefined): URL | null =>
  header !== undefined && URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : null;

const nameIn = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

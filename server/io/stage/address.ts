import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { Addresses } from "../../../shared/protocol/health.ts";

/** The addresses of a server that listens on `host` and `port`; needs nothing but the machine's own interfaces. */
export const addressesOf = (host: string, port: number): Addresses => {
  const url = (name: string): string => `http://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
  if (isEverywhere(host)) return { host, port, here: url("127.0.0.1"), network: outwardAddresses().map(url) };
  return { host, port, here: url(host), network: isLoopback(host) ? [] : [url(host)] };
};

/** The pages as another machine opens them to operate the show. */
export interface OperatorLinks {
  readonly stage: string;
  readonly desk: string;
}

/**
 * Links with the token behind the #: browsers keep that part to themselves, so that it stands in no request, no log and
 * no proxy's history. The page takes it out of its address.
 */
export const operatorLinks = (address: string, token: string): OperatorLinks => ({
  stage: `${address}/stage#token=${token}`,
  desk: `${address}/desk#token=${token}`,
});

/** What to tell the operator when the server cannot listen. */
export const listenFailure = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is taken by another program, perhaps another Antiphon; stop it or choose another port: --port ${port + 1}.`;
    case "EACCES":
      return `Port ${port} may not be used by this user; choose one above 1023: --port 4400.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `"${host}" is no address of this machine; use --host 127.0.0.1 for this machine only or --host 0.0.0.0 for the network.`;
    default:
      return `The server cannot listen on ${host}, port ${port}: ${error.message}.`;
  }
};

/** Whether a server that listens there is reached by every address of the machine; no page has it for an address. */
export const isEverywhere = (host: string): boolean => host === "0.0.0.0" || host === "::";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

/** Whether a name or an address always is the machine that says it. */
export const isLoopback = (host: string): boolean => {
  if (host === "localhost") return true;
  const family = isIP(host);
  return family !== 0 && LOOPBACK.check(host, family === 6 ? "ipv6" : "ipv4");
};

/** IPv4 addresses of this machine on its networks: what a phone can be given. */
const outwardAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal && entry.family === "IPv4")
    .map((entry) => entry.address);

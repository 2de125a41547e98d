import { hostname, networkInterfaces } from "node:os";
import { isEverywhere, isLoopback } from "./address.ts";

/** Whether the name or address by which a request calls this server is one of its own. */
export type IsOwnName = (name: string) => boolean;

/**
 * What a server that listens on `host` may be called. On the loopback that is `localhost` and the loopback's addresses,
 * and nothing else: whatever else leads here was pointed here by somebody's DNS. Otherwise the machine's own names and
 * addresses too, and those the show `named`.
 */
export const ownNames = (host: string, named: readonly string[] = []): IsOwnName => {
  if (isLoopback(host)) return isLoopback;
  const machine = hostname().toLowerCase();
  const short = machine.split(".")[0]!;
  const names = new Set([...(isEverywhere(host) ? [] : [host]), machine, short, `${short}.local`, ...named]);
  // Asked anew each time: a machine that moves to another network has another address.
  return (name) => isLoopback(name) || names.has(name) || ownAddresses().includes(name);
};

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map(({ address }) => address));

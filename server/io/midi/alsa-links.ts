import { readFileSync } from "node:fs";

/** Where ALSA's sequencer lists its clients, their ports and who is connected with whom. */
const CLIENTS = "/proc/asound/seq/clients";

/** ALSA's client and port number at the end of a listed name. */
const ADDRESS = /(\d+):(\d+)$/;

/**
 * The addresses (`129:0`) that the port with this listed name is connected with; null where that
 * cannot be known: another system, no right to look. A USB glitch takes a device away and brings it
 * back under the same name and number before anybody looks, but without its connections.
 */
export const alsaLinks = (listed: string): readonly string[] | null => {
  const address = ADDRESS.exec(listed);
  if (process.platform !== "linux" || address === null) return null;
  try {
    return linksIn(readFileSync(CLIENTS, "utf8"), Number(address[1]), Number(address[2]));
  } catch {
    return null;
  }
};

/** Reads the kernel's list; a port that is not in it has no connections. */
export const linksIn = (clients: string, client: number, port: number): readonly string[] => {
  const links: string[] = [];
  let inClient = false;
  let inPort = false;
  for (const line of clients.split("\n")) {
    const head = /^(Client| {2}Port) +(\d+) :/.exec(line);
    if (head?.[1] === "Client") [inClient, inPort] = [Number(head[2]) === client, false];
    else if (head !== null) inPort = inClient && Number(head[2]) === port;
    else if (inPort && /^ +Connect(ing To|ed From):/.test(line)) links.push(...(line.match(/\d+:\d+/g) ?? []));
  }
  return links;
};

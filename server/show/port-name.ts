import { z } from "zod";

const VIRTUAL = "virtual:";

/** A MIDI port in a show: a name or part of one, or `virtual:NAME` for a port of our own. */
export const PortName = z.string().min(1).max(200);

/** As the MIDI room wants it. */
export type PortChoice = { readonly named: string } | { readonly virtual: string };

export const portChoice = (name: string): PortChoice =>
  name.startsWith(VIRTUAL) ? { virtual: name.slice(VIRTUAL.length).trim() } : { named: name };

/** The name in a show of a virtual port. */
export const virtualPort = (name: string): string => `${VIRTUAL}${name}`;

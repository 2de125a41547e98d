import { z } from "zod";

const VIRTUAL = "virtual:";
const MONITOR = "monitor:";

/** A MIDI port in a show: a name or part of one, or `virtual:NAME` for a port of our own. */
export const PortName = z.string().min(1).max(200);

/** As the MIDI room wants it. */
type PortChoice = { readonly named: string } | { readonly virtual: string };

export const portChoice = (name: string): PortChoice =>
  name.startsWith(VIRTUAL) ? { virtual: name.slice(VIRTUAL.length).trim() } : { named: name };

/** An output may also be `monitor:NAME`: it sends nothing, and every message it would send is reported. */
type OutputChoice = PortChoice | { readonly monitor: string };

export const outputChoice = (name: string): OutputChoice =>
  name.startsWith(MONITOR) ? { monitor: name.slice(MONITOR.length).trim() } : portChoice(name);

/** The name in a show of a virtual port. */
export const virtualPort = (name: string): string => `${VIRTUAL}${name}`;

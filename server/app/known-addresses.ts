import { isAddress } from "../core/files/is-address.ts";
import type { CarryOut } from "./gate.ts";

/**
 * Carries out what those may order who are not at this machine: a model from an address that the show does not name is
 * refused, so that nobody makes the server fetch whatever lies in its network.
 */
export const knownAddressesOnly =
  (carryOut: CarryOut, known: ReadonlySet<string>): CarryOut =>
  (command, origin) => {
    const { model } = command.do === "model" ? command : { model: "" };
    if (typeof model !== "string" || !isAddress(model) || known.has(model)) return carryOut(command, origin);
    return {
      ok: false,
      reason: `the show names no model at ${model}; write it into the show file, or order it at the desk of this machine`,
    };
  };

import type { Reporter } from "../../shared/events/report.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import { orderOf } from "../io/osc/osc-in.ts";
import type { OscInbox } from "../io/osc/osc-inbox.ts";
import type { CarryOut } from "./gate.ts";

/**
 * Orders that come by OSC are carried out like the desk's. There is nobody to answer, so what
 * cannot be done is reported. Returns the unsubscriber.
 */
export const takeOscOrders = (inbox: OscInbox, carryOut: CarryOut, report: Reporter): (() => void) =>
  inbox.onMessage(({ address, args, sender }) => {
    const order = orderOf(address, args);
    const refuse = (reason: string): void =>
      report({ room: "inputs", level: "warning", text: `An OSC order was not carried out: ${reason}.`, sender });
    if (order.kind === "refused") refuse(order.reason);
    if (order.kind !== "command") return;
    const settle = (reply: DeskReply): void => (reply.ok ? undefined : refuse(`${address}: ${reply.reason}`));
    const reply = carryOut(order.command, "osc");
    if (reply instanceof Promise) void reply.then(settle);
    else settle(reply);
  });

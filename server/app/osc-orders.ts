import type { Numbered } from "../../shared/controls/control.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import { ended } from "../../shared/text/ended.ts";
import { isOurs, orderOf, shownAddress } from "../io/osc/osc-in.ts";
import type { OscInbox, TimedOscMessage } from "../io/osc/osc-inbox.ts";
import type { CarryOut } from "./gate.ts";

/**
 * Orders that come by OSC are carried out like the desk's. There is nobody to answer, so what
 * cannot be done is reported. Returns the unsubscriber.
 */
export const takeOscOrders = (inbox: OscInbox, carryOut: CarryOut, numbered: Numbered): (() => void) =>
  inbox.onMessage((message) => {
    const { address, args, untyped } = message;
    const order = orderOf(address, args, { untyped, numbered });
    if (order.kind === "unknown") {
      inbox.complaints.once(address, order.sentence, message);
      return;
    }
    if (isOurs(address)) tellPassed(inbox, message);
    const refuse = (reason: string): void =>
      inbox.complaints.refuse(address, ended(`An OSC order was not carried out: ${reason}`), message);
    if (order.kind === "refused") refuse(order.reason);
    if (order.kind !== "command") return;
    const settle = (reply: DeskReply): void =>
      reply.ok ? undefined : refuse(`${shownAddress(address)}: ${reply.reason}`);
    const reply = carryOut(order.command, "osc");
    if (reply instanceof Promise) void reply.then(settle);
    else settle(reply);
  });

/** What of a message nobody here can use, hits included. */
const tellPassed = (inbox: OscInbox, message: TimedOscMessage): void => {
  const { address, passed } = message;
  if (passed.length === 0) return;
  const sentence = `${shownAddress(address)} came with ${passed.join(" and ")}, which was passed over; it takes numbers, truth values and texts.`;
  inbox.complaints.once(`${address} ${passed.join()}`, sentence, message);
};

import { setImmediate } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { Random } from "../../shared/chance/random.ts";
import { reasonOf } from "../../shared/events/report.ts";
import type { FromWorker, ModelInfo, Order, Replies, Request, ToWorker, VoiceId } from "./messages.ts";
import { ModelShelf, type ShelvedModel } from "./model-shelf.ts";
import { openBackend } from "./network/backends.ts";
import { Player } from "./player.ts";

/**
 * The thread that runs the networks, and nothing else. Messages are carried out one by one as they
 * come; only reading a checkpoint waits, and meanwhile the voices play on.
 */
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

interface Seat {
  readonly player: Player;
  shelved: ShelvedModel;
}

const seats = new Map<VoiceId, Seat>();
const shelf = new ModelShelf();

const seatOf = (voice: VoiceId): Seat => {
  const seat = seats.get(voice);
  if (seat === undefined) throw new Error("this voice is not open");
  return seat;
};

const open = async (voice: VoiceId, name: string, place: string, seed: number): Promise<ModelInfo> => {
  const shelved = await shelf.borrow(place);
  seats.set(voice, { player: new Player(shelved.model, new Random(seed, name)), shelved });
  return shelved.info;
};

/** Voices play on while the new model is read, and while it is told what was played. */
const swap = async (voice: VoiceId, place: string): Promise<ModelInfo> => {
  seatOf(voice);
  const shelved = await shelf.borrow(place, true);
  try {
    // More at a time each round, so that it ends however often the voice is sent back meanwhile.
    for (let count = 8; !seatOf(voice).player.handOver(shelved.model, count); count *= 2) await setImmediate();
  } catch (error) {
    shelf.giveBack(shelved);
    throw error;
  }
  const seat = seatOf(voice);
  shelf.giveBack(seat.shelved);
  seat.shelved = shelved;
  return shelved.info;
};

const close = (voice: VoiceId): void => {
  const seat = seats.get(voice);
  if (seat === undefined) return;
  seats.delete(voice);
  shelf.giveBack(seat.shelved);
};

const fulfil = (request: Request): Replies[keyof Replies] | Promise<Replies[keyof Replies]> => {
  switch (request.do) {
    case "hear":
      return seatOf(request.voice).player.hear(request.pattern, request.step, request.temperature);
    case "answer":
      return seatOf(request.voice).player.answer(request.step, request.ask);
    case "compose":
      return seatOf(request.voice).player.compose(request.step, request.count, request.ask, request.beam);
    case "open":
      return open(request.voice, request.name, request.place, request.seed);
    case "swap":
      return swap(request.voice, request.place);
  }
};

const obey = (order: Order): void => {
  const player = seats.get(order.voice)?.player;
  if (order.do === "close") close(order.voice);
  else if (order.do === "reset") player?.reset();
  else if (order.do === "mark") player?.mark(order.mark);
  else if (player?.rewind(order.mark) === false)
    say({ kind: "complaint", reason: "a voice was sent back further than it remembers; it begins afresh" });
};

const handle = (message: ToWorker): void => {
  if (!("id" in message)) {
    obey(message);
    return;
  }
  const { id } = message;
  const refuse = (error: unknown): void => say({ kind: "refusal", id, reason: reasonOf(error) });
  try {
    const value = fulfil(message);
    // Steps are answered at once: awaiting them would let a later message overtake.
    if (value instanceof Promise) value.then((info) => say({ kind: "reply", id, value: info }), refuse);
    else say({ kind: "reply", id, value });
  } catch (error) {
    refuse(error);
  }
};

const backend = await openBackend();
port.on("message", handle);
say({ kind: "ready", backend });

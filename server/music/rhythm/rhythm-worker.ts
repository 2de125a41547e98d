import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Random } from "../../../shared/chance/random.ts";
import { reasonOf } from "../../../shared/events/report.ts";
import type { Pattern } from "../../core/music/pattern.ts";
import type { Answer, Ask, Likelihood } from "../../core/music/voice.ts";
import type { FromWorker, ModelInfo, Order, Replies, Request, ToWorker, VoiceId } from "./messages.ts";
import { ModelShelf, type ShelvedModel } from "./model-shelf.ts";
import { type BackendName, openBackend } from "./network/backends.ts";
import { PatternGenerator } from "./pattern-generator.ts";

/**
 * The thread that runs the networks, and nothing else. Messages are carried out one by one as they
 * come. Reading a checkpoint waits, and meanwhile the voices play on; a search is done in slices, and
 * meanwhile the other voices do.
 */
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

/** Continued lines of a search between two looks at what else there is to do: about a millisecond. */
const LINES_PER_SLICE = 8;

interface Seat {
  readonly generator: PatternGenerator;
  shelved: ShelvedModel;
  /** Models that are read, by their tickets. */
  readonly read: Map<number, ShelvedModel>;
  /** The model that will take over, and its ticket. */
  next: ShelvedModel | null;
  ticket: number;
  /** While the voice searches: what it is to do afterwards. */
  waiting: ToWorker[] | null;
}

const seats = new Map<VoiceId, Seat>();
const shelf = new ModelShelf((reason) => say({ kind: "complaint", reason }));

/** Somebody wants to see what goes on in the networks. */
let watched = false;

const seatOf = (voice: VoiceId): Seat => {
  const seat = seats.get(voice);
  if (seat === undefined) throw new Error("this voice is not open");
  return seat;
};

const open = async (voice: VoiceId, name: string, place: string, seed: number): Promise<ModelInfo> => {
  const shelved = await shelf.borrow(place);
  const generator = new PatternGenerator(shelved.model, new Random(seed, name));
  seats.set(voice, { generator, shelved, read: new Map(), next: null, ticket: -1, waiting: null });
  return shelved.info;
};

/** Voices play on while the new model is read. */
const prepare = async (voice: VoiceId, place: string, ticket: number): Promise<ModelInfo> => {
  seatOf(voice);
  const shelved = await shelf.borrow(place, true);
  try {
    seatOf(voice).read.set(ticket, shelved);
  } catch (error) {
    shelf.giveBack(shelved);
    throw error;
  }
  return shelved.info;
};

/** Voices play on while the new model is told what was played. */
const introduce = async (voice: VoiceId, ticket: number): Promise<ModelInfo> => {
  const seat = seatOf(voice);
  const shelved = seat.read.get(ticket);
  seat.read.delete(ticket);
  if (shelved !== undefined && ticket < seat.ticket) shelf.giveBack(shelved);
  if (shelved === undefined || ticket < seat.ticket) throw overtaken();
  seat.generator.introduce(shelved.model);
  if (seat.next !== null) shelf.giveBack(seat.next);
  seat.next = shelved;
  seat.ticket = ticket;
  // More at a time each round, so that it ends however often the voice is sent back meanwhile.
  for (let count = 8; seats.get(voice)?.generator.brief(count) === false; count *= 2) await setImmediate();
  return shelved.info;
};

const adopt = (voice: VoiceId, ticket: number): ModelInfo => {
  const seat = seatOf(voice);
  if (seat.next === null || seat.ticket !== ticket) throw overtaken();
  seat.generator.takeOver();
  shelf.giveBack(seat.shelved);
  seat.shelved = seat.next;
  seat.next = null;
  return seat.shelved.info;
};

const overtaken = (): Error => new Error("another model was chosen meanwhile");

/** With the mind that has come of it, if it is wanted. */
const shown = <L extends Likelihood>({ generator }: Seat, likelihood: L): L => {
  const mind = watched ? generator.mind() : null;
  return mind === null ? likelihood : { ...likelihood, mind };
};

/** The search belongs to one voice; the others are served between its slices. */
const search = async (seat: Seat, step: number, ask: Ask): Promise<Answer> => {
  const { generator } = seat;
  let lines = 0;
  for (const _ of generator.search(step, ask)) if (++lines % LINES_PER_SLICE === 0) await setImmediate();
  return shown(seat, generator.answer(step, ask));
};

/** The search is over: what came for the voice meanwhile, in its order. */
const release = (voice: VoiceId): void => {
  const seat = seats.get(voice);
  const waiting = seat?.waiting ?? [];
  if (seat !== undefined) seat.waiting = null;
  for (const message of waiting) handle(message);
};

const answer = (voice: VoiceId, step: number, ask: Ask): Answer | Promise<Answer> => {
  const seat = seatOf(voice);
  if (!seat.generator.wantsSearch(step, ask)) return shown(seat, seat.generator.answer(step, ask));
  seat.waiting = [];
  return search(seat, step, ask);
};

const hear = (voice: VoiceId, pattern: Pattern, step: number, temperature: number): Likelihood => {
  const seat = seatOf(voice);
  return shown(seat, seat.generator.hear(pattern, step, temperature));
};

const close = (voice: VoiceId): void => {
  const seat = seats.get(voice);
  if (seat === undefined) return;
  seats.delete(voice);
  shelf.giveBack(seat.shelved);
  for (const left of [seat.next, ...seat.read.values()]) if (left !== null) shelf.giveBack(left);
};

const fulfil = (request: Request): Replies[keyof Replies] | Promise<Replies[keyof Replies]> => {
  switch (request.do) {
    case "hear":
      return hear(request.voice, request.pattern, request.step, request.temperature);
    case "answer":
      return answer(request.voice, request.step, request.ask);
    case "open":
      return open(request.voice, request.name, request.place, request.seed);
    case "prepare":
      return prepare(request.voice, request.place, request.ticket);
    case "introduce":
      return introduce(request.voice, request.ticket);
    case "adopt":
      return adopt(request.voice, request.ticket);
  }
};

const obey = (order: Exclude<Order, { do: "watch" }>): void => {
  const generator = seats.get(order.voice)?.generator;
  if (order.do === "close") close(order.voice);
  else if (order.do === "reset") generator?.reset();
  else if (order.do === "mark") generator?.mark(order.mark);
  else if (generator?.rewind(order.mark) === false)
    say({ kind: "complaint", reason: "a voice was sent back further than it remembers; it begins afresh" });
};

const handle = (message: ToWorker): void => {
  if (message.do === "watch") {
    watched = message.on;
    return;
  }
  const waiting = "voice" in message ? seats.get(message.voice)?.waiting : null;
  if (waiting) {
    waiting.push(message);
    return;
  }
  if (!("id" in message)) {
    obey(message);
    return;
  }
  const { id } = message;
  const refuse = (error: unknown): void => say({ kind: "refusal", id, reason: reasonOf(error) });
  try {
    const value = fulfil(message);
    // Steps are answered at once: awaiting them would let a later message overtake.
    if (value instanceof Promise) {
      const replied = value.then((later) => say({ kind: "reply", id, value: later }), refuse);
      if (message.do === "answer") void replied.then(() => release(message.voice));
    } else say({ kind: "reply", id, value });
  } catch (error) {
    refuse(error);
  }
};

const backend = await openBackend((workerData as { readonly backend?: BackendName } | null)?.backend);
port.on("message", handle);
say({ kind: "ready", backend });

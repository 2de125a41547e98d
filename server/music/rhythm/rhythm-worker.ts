import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Random } from "../../../shared/chance/random.ts";
import { reasonOf } from "../../../shared/events/report.ts";
import type { Answer, Ask, Likelihood } from "../../core/music/voice.ts";
import { MemoryShelf } from "./memory-shelf.ts";
import type { FromWorker, MemoryOrder, ModelInfo, Order, Replies, Request, ToWorker, VoiceId } from "./messages.ts";
import { ModelShelf, type ShelvedModel } from "./model-shelf.ts";
import { type BackendName, openBackend } from "./network/backends.ts";
import { PatternGenerator } from "./pattern-generator.ts";
import { SearchInHand } from "./search-in-hand.ts";

/**
 * The thread that runs the networks, and nothing else. Messages are carried out one by one as they
 * come. Reading a checkpoint waits, and meanwhile the voices play on; a search is done in slices, and
 * meanwhile the other voices do.
 */
const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

interface Seat {
  readonly generator: PatternGenerator;
  shelved: ShelvedModel;
  /** Models that are read, by their tickets. */
  readonly read: Map<number, ShelvedModel>;
  /** The model that will take over, and its ticket. */
  next: ShelvedModel | null;
  ticket: number;
  /** While the voice searches: the search, and what it is to do afterwards. */
  search: SearchInHand | null;
  waiting: ToWorker[];
}

const seats = new Map<VoiceId, Seat>();
const memories = new MemoryShelf();
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
  const generator = new PatternGenerator(shelved.model, new Random(seed, name), memories.of);
  seats.set(voice, { generator, shelved, read: new Map(), next: null, ticket: -1, search: null, waiting: [] });
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

/** The search belongs to one voice; the others are served between its slices. What came for it meanwhile follows, in its order. */
const search = (id: number, seat: Seat, step: number, ask: Ask): void => {
  const { generator } = seat;
  seat.search = new SearchInHand(generator.search(step, ask), (error) => {
    const { waiting } = seat;
    seat.search = null;
    seat.waiting = [];
    if (error === undefined) settle(id, () => shown(seat, generator.answer(step, ask)));
    else refuse(id, error);
    for (const message of waiting) handle(message);
  });
  void seat.search.run();
};

/**
 * A memory is about to change. Searches that are in hand began before that: they end first, at once, so that what they
 * find does not hang on how fast this thread is.
 */
const endSearches = (): void => {
  for (const seat of seats.values()) while (seat.search !== null) seat.search.finish();
};

const hear = ({ voice, pattern, step, temperature, hearing }: Extract<Request, { do: "hear" }>): Likelihood => {
  const seat = seatOf(voice);
  return shown(seat, seat.generator.hear(pattern, step, temperature, hearing));
};

const answer = (voice: VoiceId, step: number, ask: Ask): Answer => {
  const seat = seatOf(voice);
  return shown(seat, seat.generator.answer(step, ask));
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
      return hear(request);
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
    case "recall":
      return memories.recall(request.of, request.stepsPerBar);
  }
};

const obeyMemory = (order: MemoryOrder): void => {
  endSearches();
  memories.obey(order);
  const memory = memories.of(order.of);
  if (order.do === "learn" || memory === null) return;
  for (const { generator } of seats.values()) generator.forget(memory);
};

const obey = (order: Order): void => {
  switch (order.do) {
    case "watch":
      watched = order.on;
      return;
    case "learn":
    case "forget":
    case "load":
      obeyMemory(order);
      return;
    case "close":
      close(order.voice);
      return;
    case "reset":
      seats.get(order.voice)?.generator.reset();
      return;
    case "mark":
      seats.get(order.voice)?.generator.mark(order.mark);
      return;
    case "rewind":
      if (seats.get(order.voice)?.generator.rewind(order.mark) === false)
        say({ kind: "complaint", reason: "a voice was sent back further than it remembers; it begins afresh" });
  }
};

const refuse = (id: number, error: unknown): void => say({ kind: "refusal", id, reason: reasonOf(error) });

const settle = (id: number, work: () => Replies[keyof Replies] | Promise<Replies[keyof Replies]>): void => {
  const reply = (value: Replies[keyof Replies]): void => say({ kind: "reply", id, value });
  try {
    const value = work();
    // Steps are answered at once: awaiting them would let a later message overtake.
    if (value instanceof Promise) void value.then(reply, (error) => refuse(id, error));
    else reply(value);
  } catch (error) {
    refuse(id, error);
  }
};

const handle = (message: ToWorker): void => {
  const seat = "voice" in message ? seats.get(message.voice) : undefined;
  if (seat !== undefined && seat.search !== null) seat.waiting.push(message);
  else if (!("id" in message)) obey(message);
  else if (message.do === "answer" && seat?.generator.wantsSearch(message.step, message.ask))
    search(message.id, seat, message.step, message.ask);
  else settle(message.id, () => fulfil(message));
};

const backend = await openBackend((workerData as { readonly backend?: BackendName } | null)?.backend);
port.on("message", handle);
say({ kind: "ready", backend });

import { setPriority } from "node:os";
import { expect } from "vitest";
import type { Besieged } from "./besieged.ts";
import type { Measured } from "./witness.ts";

/** How often each attack is tried; `npm run test:hostile` has many, continuous integration few. */
export const ROUNDS = Number(process.env.ANTIPHON_HOSTILE_ROUNDS ?? 8);
/** The seed of the first round; each round has the next. */
export const SEED = 1912;
const CALM_MS = 2000;
/** By so much may the witness's 99th percentile rise. */
const MOST_LATER_MS = 5;
/** Or to so many times what it is without an attack. */
const NOISE = 3;
/** A hit goes through so many hands of the machine, each of which may be kept waiting as the witness's own timers are. */
const HANDS = 4;
/** By so much may memory be more than before, once all is quiet again. */
const MOST_MORE_MB = 30;
const QUIET_AGAIN_MS = 60_000;
/** Behind whoever else wants to work, as `nice` says it. */
const ATTACKERS_PRIORITY = 10;

/** Tries something hostile, drawn by the seed, and says how often. */
export type Attack = (seed: number) => Promise<number>;

interface Round {
  readonly calm: Measured;
  readonly attacked: Measured;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** By how much the witness heard itself later than it may. */
const later = ({ calm, attacked }: Round): number =>
  attacked.p99 - Math.max(calm.p99 + MOST_LATER_MS, NOISE * calm.p99) - HANDS * attacked.machine;

/**
 * Tries an attack in rounds, each with a calm before it, and prints what was tried and what the witness heard. The
 * best round counts: a noisy machine may spoil a round, a server that is held up is held up in each. A round before
 * the others warms up what is slow or small the first time, and counts for neither times nor memory, unless it is left out.
 */
export const besiege = async (
  besieged: Besieged,
  what: string,
  attack: Attack,
  { rounds: count = ROUNDS, warmUp = true } = {},
): Promise<void> => {
  // Attackers have machines of their own: what they work is not to be taken from the server.
  setPriority(ATTACKERS_PRIORITY);
  let tried = warmUp ? await attack(SEED) : 0;
  const before = await besieged.resident();
  const rounds: Round[] = [];
  for (let round = 1; round <= count; round++) {
    const calm = await besieged.witness.during(() => sleep(CALM_MS));
    const attacked = await besieged.witness.during(async () => {
      tried += await attack(SEED + round);
    });
    rounds.push({ calm, attacked });
    await besieged.expectWell();
  }
  const best = rounds.reduce((a, b) => (later(a) <= later(b) ? a : b));
  const after = await quietAgain(besieged, before);
  print(
    `${tried} ${what}, seeds from ${SEED}; ${timesOf(best)} (best of ${count} rounds); memory ${Math.round(before)} to ${after} MB`,
  );
  expect(later(best), "the witness hears itself later").toBeLessThanOrEqual(0);
  expect(after - before, "memory stays").toBeLessThanOrEqual(MOST_MORE_MB);
};

/** Waits until memory is again near what it was, and gives the least it came down to. */
const quietAgain = async (besieged: Besieged, before: number): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let waited = 0; waited <= QUIET_AGAIN_MS; waited += 1000) {
    least = Math.min(least, await besieged.resident());
    if (least - before <= MOST_MORE_MB) break;
    await sleep(1000);
  }
  return Math.round(least);
};

/** Beside the results of the tests, in every run: what was tried, and what it did. */
export const print = (line: string): void => console.log(`hostile: ${line}`);

const timesOf = ({ calm, attacked }: Round): string => {
  const words = ({ p50, p99 }: Measured): string => `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)}`;
  return `witness ${words(calm)} ms in the calm, ${words(attacked)} ms under attack, ${attacked.hits} hits, timers ${attacked.machine.toFixed(1)} ms late`;
};

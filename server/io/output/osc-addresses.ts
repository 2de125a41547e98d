import { DRUMS, type Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import { oscPacket } from "../osc/osc-encoder.ts";
import type { OscPacket } from "../osc/osc-packet.ts";
import type { OscProfile, OscRule, OscRuleSource } from "../osc/osc-profile.ts";
import { KEYS } from "./sounding.ts";

/** A rule and the key of the address it sends to. */
interface OscTarget {
  readonly rule: OscRule;
  readonly key: number;
}

/** Characters that OSC keeps for patterns, and the space (OSC 1.0, "OSC Address Spaces"). */
const FORBIDDEN = /[ #*,/?[\]{}]/g;

/**
 * The addresses of one target: what a profile's rules come to for the voices that play. An address
 * is encoded when it is first needed; after that a look-up allocates nothing.
 */
export class OscAddresses {
  readonly #rules: readonly OscRule[];
  readonly #tagged: boolean;
  readonly #define: (key: number, packet: OscPacket) => void;
  readonly #keys = new Map<string, number>();
  readonly #targets = new Map<string, Map<string, readonly OscTarget[]>>();

  /** `define` is told of every new key, before it is used. `tagged` makes bundles of the messages. */
  constructor(profile: OscProfile, tagged: boolean, define: (key: number, packet: OscPacket) => void) {
    this.#rules = profile.rules;
    this.#tagged = tagged;
    this.#define = define;
  }

  /** Voice and drum where the source has them. */
  of(source: OscRuleSource, voice: VoiceName = "", drum: Drum | "" = ""): readonly OscTarget[] {
    const outer = drum === "" ? source : drum;
    let known = this.#targets.get(outer);
    if (known === undefined) {
      known = new Map();
      this.#targets.set(outer, known);
    }
    let targets = known.get(voice);
    if (targets === undefined) {
      targets = this.#resolve(source, voice, drum);
      known.set(voice, targets);
    }
    return targets;
  }

  /** The keys of everything that notes of `voices` are told to, each once. */
  keysOf(voices: readonly VoiceName[]): readonly number[] {
    const targets = voices.flatMap((voice) => DRUMS.flatMap((drum) => this.of("note", voice, drum)));
    return [...new Set(targets.map(({ key }) => key))];
  }

  #resolve(source: OscRuleSource, voice: VoiceName, drum: Drum | ""): OscTarget[] {
    const targets: OscTarget[] = [];
    for (const rule of this.#rules) {
      if (rule.source !== source || (rule.voice ?? voice) !== voice || (rule.drum ?? drum) !== drum) continue;
      const address = rule.address.replaceAll("{voice}", voice.replace(FORBIDDEN, "_")).replaceAll("{drum}", drum);
      const key = this.#keyOf(address, rule);
      if (key !== null) targets.push({ rule, key });
    }
    return targets;
  }

  /** Null when there are more addresses than a lane has keys. */
  #keyOf(address: string, { type }: OscRule): number | null {
    const name = `${type} ${address}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = this.#keys.size;
    if (key >= KEYS) return null;
    this.#keys.set(name, key);
    this.#define(key, oscPacket(address, type, this.#tagged));
    return key;
  }
}

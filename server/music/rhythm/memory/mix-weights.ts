/** How much is given to the network and to each context of a memory; fitted by `antiphon train`. */
export interface MixWeights {
  readonly network: number;
  readonly place: number;
  readonly barAgo: number;
}

export const DEFAULT_MIX_WEIGHTS: MixWeights = { network: 0.6, place: 0.4, barAgo: 0.3 };

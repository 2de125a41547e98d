/** A take that is being played, by the command `replay`. */
export interface ReplayState {
  readonly take: string;
  /** All of it as it was; or only its drummer, whom the band answers anew. */
  readonly manner: "as-it-was" | "drummer";
  /** Where it was at the moment `at` of the server's axis, in seconds from its beginning: from there it goes on at `speed`, unless it is paused. */
  readonly seconds: number;
  readonly at: number;
  readonly speed: number;
  readonly paused: boolean;
  /** Its length in seconds; null where that is not known. */
  readonly length: number | null;
  /** The part that is played over and over, in seconds from its beginning; null where none is. */
  readonly loop: {
    readonly from: number;
    readonly to: number;
    /** So many bars are counted in before each round; `seconds` stands meanwhile, and `at` is where they end. */
    readonly countInBars?: number;
    /** Whether this round is played with the changes that were ordered, as every second is; left out where there are none. */
    readonly changed?: boolean;
  } | null;
  /** The count-in that is on, or else the next, in moments of the server's axis; null where there will be none. */
  readonly countIn?: { readonly from: number; readonly until: number } | null;
}

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
  readonly loop: { readonly from: number; readonly to: number } | null;
}

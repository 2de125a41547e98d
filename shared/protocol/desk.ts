export type DeskReply = { readonly ok: true } | { readonly ok: false; readonly reason: string };

// Apart from the controls, so that a page that orders little need not load all of them.

/** How long an order may stay unanswered, in milliseconds, where its description says nothing else. */
export const ANSWER_MS = 3000;
/** To begin, end or keep a take: its log is put into its folder, and read once. */
export const TAKE_ANSWER_MS = 20_000;
/** To record: a stage makes its kit of drums first, and hands over the rest last. */
export const RECORD_ANSWER_MS = 20_000;

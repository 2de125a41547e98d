import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import { MINDS } from "./announcer.ts";
import { forOnlookers } from "./onlookers.ts";
import { nameOf, type PageServer, type PageSocket } from "./page-socket.ts";

/** What pages are told that join. */
export interface WelcomeContent {
  /** Everything a page that joins now needs to know. */
  readonly snapshot: () => Snapshot;
  /** What goes on in the networks: told to pages that ask for it, and looked at only while there are any. */
  readonly minds?: { readonly told: () => readonly MindMessage[]; readonly watch: (on: boolean) => void };
}

/**
 * Tells pages where the others stand: one snapshot for all, put into words once for those who are told the same. Only
 * pages of this machine find the `deskLink` in it.
 */
export const welcome = (
  pages: readonly PageSocket[],
  sockets: PageServer,
  content: WelcomeContent,
  deskLink: string | undefined,
  report: Reporter,
): void => {
  const wordsFor = ({ objection, here }: PageSocket["data"], snapshot: Snapshot): Snapshot => {
    if (objection !== null) return forOnlookers(snapshot, objection);
    return here && deskLink !== undefined ? { ...snapshot, deskLink } : snapshot;
  };
  try {
    const snapshot = content.snapshot();
    const alike = new Map<string, { readonly ids: string[]; readonly words: Snapshot }>();
    for (const page of pages) {
      const minds = watches(page, sockets, content) ? { minds: content.minds?.told() ?? [] } : {};
      const key = JSON.stringify([page.data, Object.keys(minds)]);
      const group = alike.get(key);
      if (group !== undefined) group.ids.push(page.id);
      else alike.set(key, { ids: [page.id], words: wordsFor(page.data, { ...snapshot, ...minds }) });
    }
    for (const { ids, words } of alike.values()) sockets.to(ids).emit("welcome", words);
  } catch (error) {
    const [first, ...others] = pages.map(nameOf);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const text = `${first}${more} could not be welcomed: ${reasonOf(error)}.`;
    report({ room: "stage", level: "error", text });
    // Closing the transport, unlike a polite disconnect, lets a page try again.
    for (const { conn } of pages) conn.close();
  }
};

/** Whether the page wants the minds; then it gets them from now on. */
const watches = (page: PageSocket, sockets: PageServer, { minds }: WelcomeContent): boolean => {
  if (minds === undefined || page.handshake.auth.minds !== true) return false;
  void page.join(MINDS);
  minds.watch(true);
  page.on("disconnect", () => minds.watch(sockets.sockets.adapter.rooms.has(MINDS)));
  return true;
};

import { TAKE_FILES, type TakeFileName, takeFileAddress } from "../../shared/protocol/take-files.ts";
import { bearer, heldToken } from "../socket/held-token.ts";

/** Has the browser keep a take as a file of that kind; resolves with why it cannot, in one sentence, or null. */
export const download = async (take: string, kind: TakeFileName): Promise<string | null> => {
  // A plain link could not say who asks.
  const answer = await fetch(takeFileAddress(take, kind), { headers: bearer(heldToken()) }).catch(() => null);
  if (answer === null) return "The server does not answer; try it again when the connection is back.";
  if (!answer.ok) return (await answer.text()).trim();
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement("a"), {
    href: address,
    download: `${take}.${TAKE_FILES[kind].ending}`,
  });
  link.click();
  // The browser has opened it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return null;
};

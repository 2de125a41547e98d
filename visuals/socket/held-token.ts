const KEPT = "antiphon.token";
const IN_ADDRESS = "token";

/**
 * The token by which this browser operates the show, if it has one. It comes behind the # of a link, is kept by the
 * browser, and is taken out of the address at once, so that nobody reads it there or finds it in the history.
 */
export const heldToken = (): string | undefined => {
  const given = new URLSearchParams(location.hash.slice(1)).get(IN_ADDRESS);
  if (given === null) return kept();
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    localStorage.setItem(KEPT, given);
  } catch {
    // A browser that keeps nothing has it until the page is closed.
  }
  return given;
};

/** A link that is opened where the page is open already only changes what stands behind the #. */
export const reloadOnNewToken = (): void => {
  addEventListener("hashchange", () => {
    if (heldToken() !== undefined) location.reload();
  });
};

/** As HTTP carries it. */
export const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { Authorization: `Bearer ${token}` };

/** Pictures and links can say no token: the server gives a cookie for it, by which they are answered. Never rejects. */
export const askForPass = async (token: string | undefined): Promise<void> => {
  if (token === undefined) return;
  const options = { method: "POST", headers: bearer(token), signal: AbortSignal.timeout(PASS_WITHIN_MS) };
  await fetch("/pass", options).catch(() => null);
};

/** A page does without it rather than be awaited longer. */
const PASS_WITHIN_MS = 3000;

const kept = (): string | undefined => {
  try {
    return localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
};

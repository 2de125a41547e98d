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

const kept = (): string | undefined => {
  try {
    return localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
};

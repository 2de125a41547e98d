/** Lets the page do what waits, and goes on at least `length` milliseconds later. For patience only: nothing that is drawn may depend on it. */
export const turn = (length = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, length));

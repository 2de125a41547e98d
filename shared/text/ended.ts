/** A sentence with one mark at its end, however its last part ended. */
export const ended = (sentence: string): string => {
  const bare = sentence.trimEnd();
  return /[?!…]$/.test(bare) ? bare : `${bare.replace(/\.+$/, "")}.`;
};

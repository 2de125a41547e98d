import { InvalidArgumentError } from "commander";

/** Reads an option that is a number; what is none is misunderstood, not carried on as NaN. */
export const aNumber = (text: string): number => {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new InvalidArgumentError("It is a number.");
  return number;
};

/** The same for what is counted: 1, 2, 3 ... */
export const aCount = (text: string): number => {
  const number = aNumber(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It is a whole number from 1 on.");
  return number;
};

/** The same for a share, 0 to 1. */
export const aShare = (text: string): number => {
  const number = aNumber(text);
  if (number < 0 || number > 1) throw new InvalidArgumentError("It is a number from 0 to 1.");
  return number;
};

/** What is wrong in an ISF file, and in which of its lines, from 1. */
export class IsfFault extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

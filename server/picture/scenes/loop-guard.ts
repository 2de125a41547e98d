import { type Plugin, Visitor } from "vite";

/** A loop, with whatever else the page has done since it last rested, may take so long. */
const LONGEST_MS = 2000;
/** Rounds between two looks at the clock; a power of two. */
const ROUNDS = 128;

/**
 * Written before a scene's code. What runs without a pause is one task of the page: a message to oneself comes when it is
 * over. Names nobody else gives.
 */
const GUARD = `
let antiphon$rounds = 0, antiphon$since = -1;
const antiphon$rest = new MessageChannel();
antiphon$rest.port1.onmessage = () => { antiphon$since = -1; };
const antiphon$look = () => {
  const now = performance.now();
  if (antiphon$since < 0) {
    antiphon$since = now;
    antiphon$rest.port2.postMessage(0);
  } else if (now - antiphon$since > ${LONGEST_MS}) {
    antiphon$since = now;
    throw new Error("a loop did not end within ${LONGEST_MS / 1000} seconds");
  }
};
`.replace(/\n\s*/g, " ");

const ROUND = `(++antiphon$rounds & ${ROUNDS - 1}) === 0 && antiphon$look();`;

interface Loop {
  readonly body: { readonly type: string; readonly start: number; readonly end: number };
}

/**
 * Has every loop of a scene look at the clock now and then, and throw when it does not end: a page that hangs can neither
 * say why nor give way. It costs a loop some nanoseconds a round.
 */
export const guardLoops = (): Plugin => ({
  name: "antiphon-loop-guard",
  renderChunk(code, _chunk, _options, { magicString }) {
    if (magicString === undefined) throw new Error("the bundler cannot guard loops");
    const guard = ({ body: { type, start, end } }: Loop): void => {
      if (type === "BlockStatement") {
        magicString.appendRight(start + 1, ROUND);
        return;
      }
      magicString.appendLeft(start, `{${ROUND}`);
      magicString.appendRight(end, "}");
    };
    new Visitor({
      ForStatement: guard,
      ForInStatement: guard,
      ForOfStatement: guard,
      WhileStatement: guard,
      DoWhileStatement: guard,
    }).visit(this.parse(code));
    magicString.prepend(GUARD);
    return { code: magicString };
  },
});

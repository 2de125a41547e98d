import { dirname, posix } from "node:path";
import { parseSync, Visitor } from "vite";

/** Something that a file needs of elsewhere: a file of ours by its path, a package, or a word of the table. */
interface Need {
  readonly what: string;
  readonly line: number;
}

/** What people's scenes import the scene-api by. */
const ALIASES: Readonly<Record<string, string>> = { "antiphon/scene": "visuals/scene-api/own.ts" };

/** Whether there may be more to find than plain imports and exports: the tree is built for few files only. */
const MORE = /\bimport\s*[.(]|\brequire\b|\bprocess\.exit\b/;

const literal = (node: { readonly type: string } | undefined): string | null =>
  node?.type === "Literal" && "value" in node && typeof node.value === "string" ? node.value : null;

/** Everything that `file` needs, types included, however it says so. Throws when it is not TypeScript. */
const needsOf = (file: string, text: string): readonly Need[] => {
  const needs: Need[] = [];
  const add = (specifier: string | null, start: number): void => {
    needs.push({ what: specifier === null ? "computed" : target(file, specifier), line: lineAt(text, start) });
  };
  const parsed = parseSync(file, text);
  if (parsed.errors[0] !== undefined) throw new Error(`${file}: ${parsed.errors[0].message}`);
  for (const { moduleRequest } of parsed.module.staticImports) add(moduleRequest.value, moduleRequest.start);
  for (const { entries } of parsed.module.staticExports)
    for (const { moduleRequest } of entries) if (moduleRequest !== null) add(moduleRequest.value, moduleRequest.start);
  if (!MORE.test(text)) return needs;
  const sourceOf = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);
  new Visitor({
    ImportExpression: ({ source, start }) => add(literal(source), start),
    TSImportType: ({ source, start }) => add(literal(source), start),
    NewExpression: ({ callee, arguments: [path, base], start }) => {
      if (sourceOf(callee) === "URL" && base !== undefined && sourceOf(base) === "import.meta.url")
        add(literal(path), start);
    },
    CallExpression: ({ callee, arguments: [of], start }) => {
      const name = sourceOf(callee);
      if (name === "process.exit") needs.push({ what: "process.exit", line: lineAt(text, start) });
      if (name === "import.meta.glob" && of?.type === "ArrayExpression")
        for (const each of of.elements) add(literal(each ?? undefined), start);
      else if (/^(import\.meta\.(glob|resolve)|(require|createRequire\(import\.meta\.url\))(\.resolve)?)$/.test(name))
        add(literal(of), start);
    },
  }).visit(parsed.program);
  return needs;
};

const target = (file: string, specifier: string): string => {
  const path = specifier.split("?")[0] as string;
  if (path.startsWith(".")) return posix.join(dirname(file), path);
  if (path === "node:process") return "process.exit";
  if (path.startsWith("node:")) return "node";
  return ALIASES[path] ?? path.split("/", path.startsWith("@") ? 2 : 1).join("/");
};

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** What is wrong with the imports of `files`, path and text, by `table`: a sentence each. */
export const faultsOf = (files: ReadonlyMap<string, string>, table: Readonly<Record<string, string>>): string[] => {
  const rooms = Object.keys(table).sort((one, other) => other.length - one.length);
  const roomOf = (path: string): string | undefined =>
    rooms.find((room) => path === room || path.startsWith(`${room}/`));
  const unused = new Map(rooms.map((room) => [room, new Set(entriesOf(table, room))]));
  const empty = new Set(rooms);
  const faults: string[] = [];
  for (const [file, text] of files) {
    const room = roomOf(file);
    if (room === undefined) {
      faults.push(`${file} is in no room of the import table: give its folder a row there.`);
      continue;
    }
    empty.delete(room);
    for (const { what, line } of needsOf(file, text)) {
      const to = /^(server|shared|visuals|test)\b/.test(what) ? roomOf(what) : what;
      if (to === room || to === "shared") continue;
      const entry = entriesOf(table, room).find((each) => matches(each, to));
      if (entry !== undefined) unused.get(room)?.delete(entry);
      else faults.push(`${file}:${line} needs ${what}, but ${room} may import only ${mayImport(table, room)}.`);
    }
  }
  for (const room of empty) faults.push(`The import table has a row for ${room}, where no file lies: strike it.`);
  for (const [room, entries] of unused)
    for (const entry of entries)
      faults.push(`The import table lets ${room} import ${entry}, which it does not: strike it.`);
  return faults;
};

const entriesOf = (table: Readonly<Record<string, string>>, room: string): readonly string[] =>
  (table[room] ?? "").split(" ").filter((entry) => entry !== "");

const mayImport = (table: Readonly<Record<string, string>>, room: string): string =>
  ["itself", ...(room === "shared" ? [] : ["shared"]), ...entriesOf(table, room)].join(", ");

/** `server/core/*` is every room in there. */
const matches = (entry: string, to: string | undefined): boolean =>
  entry === to || (entry.endsWith("/*") && to?.startsWith(entry.slice(0, -1)) === true);

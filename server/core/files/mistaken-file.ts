/** What people have in place of a file when a download or a copy went wrong, by its first bytes as Latin-1. */
const MISTAKEN: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, "a pointer of Git LFS, which `git lfs pull` replaces by the file"],
  [/^\s*<(!doctype html|html|head|body)/i, "a web page (HTML) that was downloaded in its place"],
  [/^\s*<(\?xml|error>)/i, "an XML page that was downloaded in its place, a server's complaint most likely"],
  [/^PK[^ -~]{2}/, "a ZIP archive, which must be unpacked first"],
  [/^[^ -~]\u008b/, "a gzip archive, which must be unpacked first"],
];

/** The byte order mark of UTF-8, as Latin-1. */
const MARK = /^\u00ef\u00bb\u00bf/;

/** What a file is that should have been another: the end of a sentence "it is …"; null where that cannot be told. */
export const mistakenFile = (bytes: Uint8Array): string | null => {
  if (bytes.length === 0) return "empty";
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1").replace(MARK, "");
  return MISTAKEN.find(([looks]) => looks.test(start))?.[1] ?? null;
};

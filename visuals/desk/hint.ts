import { settingAt } from "../../shared/controls/controls.ts";

/** What the setting at `path` is, as people at the desk read it. */
export const hintOf = (path: string): string =>
  settingAt(path)
    .setting.about.replaceAll("`", "")
    .replaceAll(/\bnull\b/g, "auto");

export const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

import type { Described } from "./control.ts";
import type { DeskCommand } from "./controls.ts";
import { type Names, orderBy } from "./template.ts";

export interface FoundSetting {
  readonly setting: Described;
  /** Whose it is. */
  readonly names: Names;
}

interface Addresses {
  /** The setting at a path; throws where there is none. */
  readonly settingAt: (path: string) => FoundSetting;
  /** The order that turns the setting at `path` to `value`; it is checked by whoever carries it out. */
  readonly orderFor: (path: string, value: unknown) => DeskCommand;
}

/** Finds `settings` by their paths. */
export const addressesOf = (settings: readonly Described[]): Addresses => {
  const patterns = settings.map((setting) => ({
    setting,
    pattern: new RegExp(`^${setting.path.replace(/<(\w+)>/g, "(?<$1>[^/]+)")}$`),
  }));
  const settingAt = (path: string): FoundSetting => {
    for (const { setting, pattern } of patterns) {
      const found = pattern.exec(path);
      if (found !== null) return { setting, names: found.groups ?? {} };
    }
    throw new Error(`There is no setting "${path}".`);
  };
  const orderFor = (path: string, value: unknown): DeskCommand => {
    const { setting, names } = settingAt(path);
    return orderBy(setting.template, names, value) as unknown as DeskCommand;
  };
  return { settingAt, orderFor };
};

import type { Config } from "./config.js";

/** Attributes that the config takes from the log, by the names that tables give them. */
export function attributeNames(config: Config): string[] {
  return Object.keys(config.columns.attributes);
}

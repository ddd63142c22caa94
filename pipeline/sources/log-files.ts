import { resolve } from "node:path";
import type { Config } from "../config/config.js";
import { eventFiles } from "../config/events.js";
import { ClvError } from "../errors.js";
import { say } from "../text/messages/say.js";
import { findFiles, resolveSources } from "./resolve-sources.js";
import type { SourceFile } from "./source-file.js";

/**
 * The files of the log.
 * @throws ClvError CONFIG_INVALID where the config names one of them for something else: its rows would count as purchases
 */
export async function logFiles(config: Config, signal: AbortSignal): Promise<SourceFile[]> {
  const { found } = await findFiles(config.source.paths);
  for (const [key, path] of besideLog(config)) {
    const name = found.get(resolve(path));
    if (name !== undefined) throw new ClvError("CONFIG_INVALID", say("data.notLog", name, key));
  }
  return resolveSources(config, signal);
}

/** Files that the config names besides the log, by the keys that do. */
function besideLog(config: Config): [key: string, path: string][] {
  const { costs, currency, targets, forecast } = config;
  const named: [key: string, path: unknown][] = [
    ["costs.acquisition.file", costs.acquisition?.file],
    ["currency.ratesFile", currency.ratesFile],
    ["targets.bands", targets.bands],
    ["forecast.plan", forecast.plan],
    ...eventFiles(config).map((path): [string, string] => ["purchase.events", path]),
  ];
  return named.filter((each): each is [string, string] => typeof each[1] === "string");
}

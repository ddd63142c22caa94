import { basename } from "node:path";
import type { Config } from "../config/config.js";
import { isDatabase } from "../config/connections.js";
import { ClvError } from "../errors.js";
import { fingerprintFile } from "../files/fingerprint.js";
import type { Environment } from "../stage.js";
import { say } from "../text/messages/say.js";
import { resolveSources } from "./resolve-sources.js";
import type { SideFile, SourceFile } from "./source-file.js";
import { serverKinds } from "./source-kinds.js";

/** The config with the table of acquisition costs as its source; null where there is none. */
export function costSourceConfig(config: Config): Config | null {
  const given = config.costs.acquisition;
  if (given === undefined) return null;
  const { file, table, query, connection, server } = given;
  const ofEngine = isDatabase(config.engine.name) ? config.engine.name : undefined;
  const format = file !== undefined ? ("auto" as const) : (server ?? ofEngine);
  if (format === undefined || (file === undefined && table === undefined && query === undefined))
    throw new ClvError("COSTS_INVALID", say("costs.noSource"));
  const { delimiter, quote, header, skip, encoding } = config.source;
  return {
    ...config,
    source: {
      ...{ paths: file === undefined ? [] : [file], format, delimiter, quote, header, skip, encoding },
      ...{ table, query, connection },
    },
  };
}

/** The file or table of acquisition costs, with a hash of what it holds. */
export async function describeCosts(
  config: Config,
  env: Environment,
  signal: AbortSignal,
): Promise<SourceFile | null> {
  const own = costSourceConfig(config);
  if (own === null) return null;
  try {
    const { format } = own.source;
    if (isDatabase(format)) return await serverKinds[format].describe(own, env, signal);
    const files = await resolveSources(own, signal);
    if (files.length > 1)
      throw new ClvError("COSTS_INVALID", say("costs.severalFiles", own.source.paths[0]!, files.length));
    return files[0]!;
  } catch (cause) {
    if (!(cause instanceof ClvError) || cause.code === "COSTS_INVALID") throw cause;
    const what = own.source.paths[0] ?? own.source.table ?? "costs.acquisition.query";
    throw new ClvError("COSTS_INVALID", say("costs.unreadable", what, cause.message), { cause });
  }
}

/**
 * Everything that only marts depend on: the costs, the rates that convert them, bands of one's own, a plan of new customers, and who is
 * not to be contacted.
 */
export async function costFilesOf(
  config: Config,
  env: Environment,
  signal: AbortSignal,
): Promise<SideFile[]> {
  const costs = await describeCosts(config, env, signal);
  const { bands } = config.targets;
  const { plan } = config.forecast;
  const { exclude } = config.actions;
  const { ratesFile } = config.currency;
  const beside = [
    ...(costs === null ? [] : [ratesFile ?? []].flat()),
    ...(bands === undefined ? [] : [bands]),
    ...(typeof plan === "string" ? [plan] : []),
    ...(exclude === undefined ? [] : [exclude]),
  ];
  const others: SideFile[] = [];
  for (const path of beside) {
    const { sha256 } = await fingerprintFile(path, signal).catch((cause: unknown) => {
      throw new ClvError("COSTS_INVALID", say("costs.unreadable", path, (cause as Error).message), { cause });
    });
    others.push({ name: basename(path), sha256 });
  }
  return [...(costs === null ? [] : [{ name: costs.name, sha256: costs.sha256 }]), ...others];
}

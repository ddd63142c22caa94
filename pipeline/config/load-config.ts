import { dirname, isAbsolute, resolve } from "node:path";
import type { z } from "zod";
import { ClvError } from "../errors.js";
import { type Config, configSchema } from "./config.js";
import { describeIssue } from "./describe-issue.js";
import { listsOfOne } from "./lists-of-one.js";
import { openSettings } from "./open-settings.js";
import { isTree, readYaml, type Tree } from "./read-yaml.js";

/**
 * The config of a run: clv.yaml (if any) under the flags. Paths in the file are relative to it, in flags to `cwd`.
 * @throws ClvError CONFIG_INVALID with every problem at once
 */
export async function loadConfig(file: string | undefined, flags: Tree, cwd: string): Promise<Config> {
  const fromFile =
    file === undefined ? {} : absolutePaths(await readYaml(resolve(cwd, file)), dirname(resolve(cwd, file)));
  const given = merge(fromFile, absolutePaths(flags, cwd));
  refuseOpen(given, file);
  const first = configSchema.safeParse(given, { reportInput: true });
  const merged = listsOfOne(given, first.error?.issues ?? []);
  const parsed = merged === given ? first : configSchema.safeParse(merged, { reportInput: true });
  if (!parsed.success) {
    const problems = allIssues(merged, parsed.error.issues).flatMap((issue) => describeIssue(issue));
    throw new ClvError(
      "CONFIG_INVALID",
      `${problems.length} ${problems.length === 1 ? "setting is" : "settings are"} wrong${file ? ` (${file} and flags)` : ""}:\n` +
        `${problems.map((p) => `  ${p}`).join("\n")}\n\`clv schema\` prints every key with its meaning.`,
    );
  }
  return absoluteRunsDir(parsed.data, cwd);
}

function refuseOpen(tree: Tree, file: string | undefined): void {
  const open = openSettings(tree);
  if (open.length === 0) return;
  const where = file === undefined ? "" : ` The comments above them in ${file} say what they can be.`;
  throw new ClvError(
    "CHOICE_NEEDED",
    `the log does not decide ${open.join(", ")}: replace each "?" by what is right for it.${where}`,
  );
}

/** The second wins; objects are merged key by key, everything else is replaced. */
export function merge(under: Tree, over: Tree): Tree {
  const result: Tree = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (value !== undefined) result[key] = isTree(value) && isTree(below) ? merge(below, value) : value;
  }
  return result;
}

/** Resolves the keys that hold paths against a folder. */
function absolutePaths(tree: Tree, folder: string): Tree {
  const path = (value: unknown): unknown =>
    typeof value === "string" && !isAbsolute(value) && !isUri(value) ? resolve(folder, value) : value;
  const result: Tree = { ...tree };
  if (typeof result.source === "string" || Array.isArray(result.source))
    result.source = { paths: [result.source].flat() };
  if (isTree(result.source) && result.source.paths !== undefined)
    result.source = { ...result.source, paths: [result.source.paths].flat().map(path) };
  if (isTree(result.currency) && result.currency.ratesFile !== undefined)
    result.currency = { ...result.currency, ratesFile: path(result.currency.ratesFile) };
  if (isTree(result.costs) && result.costs.acquisition !== undefined) {
    const { acquisition } = result.costs;
    const given = typeof acquisition === "string" ? { file: acquisition } : acquisition;
    const found = isTree(given) && given.file !== undefined ? { ...given, file: path(given.file) } : given;
    result.costs = { ...result.costs, acquisition: found };
  }
  if (isTree(result.targets) && result.targets.bands !== undefined)
    result.targets = { ...result.targets, bands: path(result.targets.bands) };
  if (isTree(result.forecast) && result.forecast.plan !== undefined)
    result.forecast = { ...result.forecast, plan: path(result.forecast.plan) };
  if (isTree(result.actions) && result.actions.exclude !== undefined)
    result.actions = { ...result.actions, exclude: path(result.actions.exclude) };
  if (isTree(result.purchase) && Array.isArray(result.purchase.events))
    result.purchase = {
      ...result.purchase,
      events: result.purchase.events.map((event: unknown) =>
        isTree(event) && event.file !== undefined ? { ...event, file: path(event.file) } : event,
      ),
    };
  if (isTree(result.engine) && result.engine.spillDirectory !== undefined)
    result.engine = { ...result.engine, spillDirectory: path(result.engine.spillDirectory) };
  if (result.runsDir !== undefined) result.runsDir = path(result.runsDir);
  if (result.publish !== undefined && result.publish !== null)
    result.publish = [result.publish].flat().map((sink) => {
      if (typeof sink === "string") {
        const cut = sink.indexOf(":");
        const kind = sink.slice(0, Math.max(0, cut));
        return cut < 0 || isServer(kind) ? sink : `${kind}:${path(sink.slice(cut + 1))}`;
      }
      return isTree(sink) && !isServer(sink.to) ? { ...sink, path: path(sink.path) } : sink;
    });
  return result;
}

/** s3://bucket/orders and the like, which a server reads. */
function isUri(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** A sink whose "path" is a schema. */
function isServer(kind: unknown): boolean {
  return kind === "postgres" || kind === "spark";
}

function absoluteRunsDir(config: Config, cwd: string): Config {
  return { ...config, runsDir: resolve(cwd, config.runsDir) };
}

/** Rules over several keys are judged only where each key is right: once more, then, without the wrong ones. */
function allIssues(tree: Tree, issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  if (issues.every((issue) => issue.code === "custom")) return issues;
  const rest = issues.reduce((left, issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    return keys.length > 0
      ? keys.reduce((t, key) => without(t, [...issue.path, key]), left)
      : without(left, issue.path);
  }, tree);
  const known = new Set(issues.map((issue) => issue.path.join(".")));
  const more = configSchema.safeParse(rest, { reportInput: true }).error?.issues ?? [];
  return [...issues, ...more.filter((issue) => !known.has(issue.path.join(".")))];
}

/** A tree without the value at a path, or without the list that holds it. */
function without(tree: Tree, [key, ...rest]: readonly PropertyKey[]): Tree {
  const name = String(key);
  const below = tree[name];
  const { [name]: _, ...others } = tree;
  return rest.length > 0 && isTree(below) ? { ...others, [name]: without(below, rest) } : others;
}

import type { Argv, Options } from "yargs";
import { configJsonSchema } from "../config/config.js";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Options of every command that loads a config: --config, and each config key as a flag in dot form. */
export interface ConfigArguments {
  config?: string | undefined;
  [key: string]: unknown;
}

/** Which settings the help of a command shows. */
export type ShownSettings = "none" | "usual" | "all";

/** What most people set by a flag; --help-all shows every setting. */
const usual = new Set([
  "columns.customer",
  "columns.date",
  "columns.amount",
  "asOf",
  "timeUnit",
  "purchase.model",
  "value.horizonsDays",
  "value.margin",
  "publish",
  "runsDir",
]);

/**
 * Declares --config and every key of clv.yaml as an option, with the descriptions and defaults of the schema. They are
 * hidden where no help is asked for: yargs lays out the help of every command that it runs, half a second with these.
 */
export function withConfigOptions(yargs: Argv, shown: ShownSettings): Argv<ConfigArguments> {
  const schema = configJsonSchema() as Schema;
  let described: Argv = yargs.option("config", {
    alias: "c",
    type: "string",
    requiresArg: true,
    describe: "clv.yaml to read; `clv init FILE` writes one",
  });
  for (const [key, section] of Object.entries(schema.properties ?? {})) {
    if (section.properties) described = described.option(key, { hidden: true });
    for (const [name, leaf] of leaves(key, section)) {
      const hidden = shown === "none" || (shown === "usual" && !usual.has(name));
      described = described.option(name, { ...optionOf(leaf), hidden });
    }
  }
  return described as Argv<ConfigArguments>;
}

/** What the flags say, as a tree like clv.yaml. */
export function flagsOf(args: ConfigArguments): Record<string, unknown> {
  const schema = configJsonSchema() as Schema;
  const flags: Record<string, unknown> = {};
  for (const key of Object.keys(schema.properties ?? {})) if (args[key] !== undefined) flags[key] = args[key];
  return flags;
}

/** Every config key in dot form, as its flag is called. */
export function configFlags(): string[] {
  const { properties } = configJsonSchema() as Schema;
  return Object.entries(properties ?? {}).flatMap(([key, section]) =>
    leaves(key, section).map(([name]) => name),
  );
}

function leaves(path: string, schema: Schema): [string, Schema][] {
  if (!schema.properties) return [[path, schema]];
  return Object.entries(schema.properties).flatMap(([key, child]) => leaves(`${path}.${key}`, child));
}

function optionOf(leaf: Schema): Options {
  const shown = leaf.default === undefined ? undefined : shortDefault(leaf.default);
  const base: Options = {
    group: "Settings (as in clv.yaml):",
    describe: leaf.description ?? "",
    ...(shown !== undefined && { defaultDescription: shown }),
  };
  if (leaf.enum) return { ...base, choices: leaf.enum as string[], requiresArg: true };
  switch (leaf.type ?? plainNumber(leaf)) {
    case "boolean":
      return { ...base, type: "boolean" };
    case "number":
    case "integer":
      return { ...base, type: "number", requiresArg: true };
    case "array":
      return { ...base, type: "array", requiresArg: true };
    case "object":
      return base;
    default:
      return { ...base, type: "string", requiresArg: true };
  }
}

/** Of a number that a file may also say by keys, the flag gives the number. */
function plainNumber({ anyOf = [] }: Schema): string | undefined {
  return anyOf.every(({ type }) => type === "number" || type === "object") ? "number" : undefined;
}

function shortDefault(value: unknown): string | undefined {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === "[]" || text === "{}" || text.length > 40 ? undefined : text;
}

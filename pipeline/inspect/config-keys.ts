import { configJsonSchema } from "../config/config.js";

/** One key of clv.yaml as its schema describes it. */
export interface ConfigKey {
  readonly name: string;
  /** Dotted, from the top. */
  readonly path: string;
  readonly description: string;
  /** Undefined where there is none. */
  readonly fallback: unknown;
  readonly choices: readonly string[];
  /** Keys inside, when it is a section; null when it holds a value. */
  readonly keys: readonly ConfigKey[] | null;
}

interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** The keys of clv.yaml in the order of the schema. */
export function configKeys(): readonly ConfigKey[] {
  return keysOf(configJsonSchema() as JsonSchema, "");
}

function keysOf(schema: JsonSchema, prefix: string): ConfigKey[] {
  return Object.entries(schema.properties ?? {}).map(([name, key]) => ({
    name,
    path: prefix + name,
    description: key.description ?? "",
    fallback: key.default,
    choices: key.enum ?? [],
    keys: key.properties ? keysOf(key, `${prefix}${name}.`) : null,
  }));
}

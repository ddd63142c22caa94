import { configJsonSchema } from "../../pipeline/config/config.js";
import { code, markdownTable } from "./markdown.js";

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** Every setting of clv.yaml with its values, default and meaning: a table a section, from the schema of the config. */
export function settingsText(): string {
  const { properties } = configJsonSchema() as Required<Schema>;
  const sections = Object.entries(properties).filter(([, schema]) => schema.properties);
  const alone = Object.entries(properties).filter(([, schema]) => !schema.properties);
  return [
    ...sections.map(
      ([name, schema]) => `### ${name}\n\n${schema.description}.\n\n${table(settings(name, schema))}`,
    ),
    `### The others\n\n${table(alone.map(([name, schema]) => setting(name, schema)))}`,
  ].join("\n\n");
}

function table(rows: readonly (readonly string[])[]): string {
  return markdownTable(["setting", "values", "default", "meaning"], rows);
}

/** A limit with a warning and a stop is one line. */
function settings(path: string, schema: Schema): string[][] {
  const inner = Object.entries(schema.properties ?? {});
  if (inner.length === 0) return [setting(path, schema)];
  if (inner.map(([name]) => name).join() === "warn,stop")
    return [
      [
        code(path),
        `${code("warn")}, ${code("stop")}: ${values(inner[0]![1])}`,
        inner.map(([, { default: from }]) => code(String(from))).join(", "),
        `${schema.description}; 0 for never`,
      ],
    ];
  return inner.flatMap(([name, child]) => settings(`${path}.${name}`, child));
}

function setting(path: string, schema: Schema): string[] {
  const from = schema.default;
  const shown =
    from === undefined ? "" : code(typeof from === "string" && from !== "" ? from : JSON.stringify(from));
  return [code(path), values(schema), shown, schema.description ?? ""];
}

function values(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(values))].filter(Boolean).join(" or ");
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(", ");
  if (schema.const !== undefined) return code(String(schema.const));
  switch (schema.type) {
    case "array":
      return `list of: ${values(schema.items ?? {})}`;
    case "object":
      return schema.properties
        ? `{ ${Object.entries(schema.properties)
            .map(([name, child]) => `${name}: ${values(child)}`)
            .join(", ")} }`
        : `map of: ${values(schema.additionalProperties || {})}`;
    case "integer":
    case "number":
      return numbers(schema);
    case "boolean":
      return `${code("true")}, ${code("false")}`;
    default:
      return schema.format === "date" ? "yyyy-mm-dd" : schema.type === "string" ? "text" : "";
  }
}

function numbers(schema: Schema): string {
  const { type, minimum, exclusiveMinimum, maximum = Number.MAX_SAFE_INTEGER, exclusiveMaximum } = schema;
  const what = type === "integer" ? "whole number" : "number";
  const bounds = [
    minimum === undefined ? "" : `≥ ${minimum}`,
    exclusiveMinimum === undefined ? "" : `> ${exclusiveMinimum}`,
    maximum === Number.MAX_SAFE_INTEGER ? "" : `≤ ${maximum}`,
    exclusiveMaximum === undefined ? "" : `< ${exclusiveMaximum}`,
  ].filter(Boolean);
  return [what, bounds.join(", ")].filter(Boolean).join(" ");
}

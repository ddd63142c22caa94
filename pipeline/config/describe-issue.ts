import type { z } from "zod";
import { nearest } from "../text/nearest.js";
import { configSchema } from "./config.js";

/** What is wrong with one setting, and what was probably meant. */
export function describeIssue(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      const known = keysAt(issue.path.map(String));
      const near = nearest(key, known);
      return `${[at, key].filter(Boolean).join(".")} is not a setting${near ? `; did you mean ${[at, near].filter(Boolean).join(".")}?` : ""}`;
    });
  if (issue.code === "invalid_union") {
    // of the alternatives, the one that has the right kind of value says what is wrong with it
    const fitting = issue.errors.find((found) =>
      found.every((e) => e.code !== "invalid_type" || e.path.length > 0),
    );
    if (fitting) return fitting.flatMap((e) => describeIssue({ ...e, path: [...issue.path, ...e.path] }));
  }
  return [`${at || "the config"}: ${messageOf(issue)}`];
}

/** In words a person can act on, where the schema's own are those of a machine. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") {
    const known = issue.values.map(String);
    const meant = nearest(String(issue.input ?? ""), known);
    return `${shown(issue.input)} is none of ${known.join(", ")}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  }
  if (issue.code === "invalid_format" && issue.format === "date")
    return `${shown(issue.input)} is no day of the calendar; write it as yyyy-mm-dd, such as 2024-12-30`;
  if (issue.code === "too_big" && issue.maximum === 1 && Number(issue.input) <= 100)
    return `${shown(issue.input)} is more than 1; a share is between 0 and 1: 5 % is 0.05`;
  return issue.message;
}

/** What was given, where the schema knows it; texts may be secrets where they are long. */
function shown(input: unknown): string {
  if (input === undefined) return "this value";
  const text = JSON.stringify(input) ?? "";
  return text.length <= 40 ? text : "this value";
}

/** The keys that the schema knows at a path of objects. */
function keysAt(path: readonly string[]): string[] {
  let shape: unknown = configSchema;
  for (const key of path) shape = unwrap((unwrap(shape) as { shape?: Record<string, unknown> }).shape?.[key]);
  return Object.keys((unwrap(shape) as { shape?: Record<string, unknown> }).shape ?? {});
}

function unwrap(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? schema : unwrap(inner);
}

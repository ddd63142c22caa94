import type { z } from "zod";
import { say } from "../text/messages/say.js";
import { nearest } from "../text/nearest.js";
import { configSchema } from "./config.js";
import { meantBoolean, meantDateFormat, meantDays, meantShare, meantZones } from "./meant.js";

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
    const right = issue.errors.find((found) =>
      found.every((e) => e.code !== "invalid_type" || e.path.length > 0),
    );
    const fitting = right ?? plainNumber(issue);
    if (fitting) return fitting.flatMap((e) => describeIssue({ ...e, path: [...issue.path, ...e.path] }));
  }
  return [`${at || "the config"}: ${messageOf(issue)}`];
}

/** Where a number may also be said by keys and neither is given: what is wrong with the number. */
function plainNumber({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const expected = errors.map(([first]) => (first?.code === "invalid_type" ? first.expected : null));
  return expected.length === 2 && expected[1] === "object" ? errors[expected.indexOf("number")] : undefined;
}

/** In words a person can act on, where the schema's own are those of a machine. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") {
    const known = issue.values.map(String);
    const meant = nearest(String(issue.input ?? ""), known);
    return `${shown(issue.input)} is none of ${known.join(", ")}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  }
  if (issue.code === "invalid_format" && issue.format === "date")
    return say("settings.noDay", shown(issue.input)) + say("settings.day", meantDays(String(issue.input)));
  if (issue.code === "too_big" && issue.maximum === 1 && Number(issue.input) <= 100)
    return `${shown(issue.input)} is more than 1; a share is between 0 and 1: 5 % is 0.05`;
  if (issue.code === "too_small") return tooSmallMessage(issue);
  if (issue.code === "too_big" && (issue.origin === "number" || issue.origin === "int"))
    return say("settings.most", shown(issue.input), String(issue.maximum), issue.inclusive ?? true);
  const key = String(issue.path.at(-1));
  if (issue.code === "invalid_type" && key === "memoryLimit" && typeof issue.input === "number")
    return say("settings.size", shown(issue.input));
  if (issue.code === "invalid_type") return typeMessage(issue.expected, issue.input) ?? issue.message;
  if (issue.code === "custom" && /timeZone$/i.test(key))
    return say("settings.noZone", shown(issue.input)) + say("settings.zone", meantZones(String(issue.input)));
  if (issue.code === "custom" && key === "dateFormat" && issue.message.startsWith("is neither"))
    return say("settings.dateFormat", shown(issue.input), meantDateFormat(String(issue.input)));
  return issue.message;
}

/** A value of another type than the setting has; null where the schema's own words will do. */
function typeMessage(expected: string, input: unknown): string | null {
  if (input === undefined) return null;
  const given = shown(input);
  if (expected === "number" && typeof input === "string") {
    const share = meantShare(input);
    return share === null ? say("settings.noNumber", given) : say("settings.share", given, share);
  }
  if (expected === "number")
    return Number.isNaN(input) ? say("settings.noFlagNumber") : say("settings.noNumber", given);
  if (expected === "int") return say("settings.noWhole", given);
  if (expected === "boolean") return say("settings.boolean", given, meantBoolean(String(input)));
  if (expected === "array")
    return say("settings.list", given, typeof input === "number" ? `[${input}]` : null);
  if (expected === "record" || expected === "object") return say("settings.keys", given);
  return null;
}

function tooSmallMessage(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === "number" || issue.origin === "int")
    return say("settings.least", shown(issue.input), String(issue.minimum), issue.inclusive ?? true);
  return issue.minimum === 1 ? say("settings.empty") : issue.message;
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

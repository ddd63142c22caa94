import type { Person } from "./person.js";

/** Keys below which there are settings, places and marks, never a customer. */
const withoutCustomers = new Set([
  "config",
  "sources",
  "path",
  "paths",
  "runsDir",
  "sha256",
  "runId",
  "settings",
]);
const customerKeys = ["customerId", "customer_id", "customer"];

/**
 * A JSON value without a person: entries of theirs are taken out of lists, and texts that name them are blanked at that
 * word. Numbers stay: they are counts and sums over many. The value of an attribute is that of many customers too.
 * @returns the value itself where nothing was found
 */
export function withoutPerson(value: unknown, person: Person): unknown {
  if (typeof value === "string") return person.redacted(value);
  if (Array.isArray(value)) {
    const kept = value.filter((item) => !isTheirs(item, person)).map((item) => withoutPerson(item, person));
    return same(kept, value) ? value : kept;
  }
  if (value === null || typeof value !== "object") return value;
  if (isTheirs(value, person)) return null;
  const entries = Object.entries(value);
  const isSegment = Object.hasOwn(value, "attribute");
  const kept = entries.map(([key, item]) => {
    const stays = withoutCustomers.has(key) || (isSegment && (key === "value" || key === "segment"));
    return [person.redacted(key), stays ? item : withoutPerson(item, person)] as const;
  });
  const unchanged = kept.every(([key, item], i) => key === entries[i]![0] && item === entries[i]![1]);
  return unchanged ? value : Object.fromEntries(kept);
}

function isTheirs(item: unknown, person: Person): boolean {
  if (item === null || typeof item !== "object" || Array.isArray(item)) return false;
  return customerKeys.some((key) => person.is((item as Record<string, unknown>)[key]));
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

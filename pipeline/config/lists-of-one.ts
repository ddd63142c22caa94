import type { z } from "zod";
import { isTree, type Tree } from "./read-yaml.js";

/** The tree with each single value that stands where a setting is a list made a list of one. */
export function listsOfOne(tree: Tree, issues: readonly z.core.$ZodIssue[]): Tree {
  return issues
    .filter((issue) => issue.code === "invalid_type" && issue.expected === "array" && isSingle(issue.input))
    .reduce((result, issue) => wrapped(result, issue.path), tree);
}

function isSingle(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function wrapped(tree: Tree, [key, ...rest]: readonly PropertyKey[]): Tree {
  const name = String(key);
  const below = tree[name];
  if (rest.length === 0) return { ...tree, [name]: [below] };
  return isTree(below) ? { ...tree, [name]: wrapped(below, rest) } : tree;
}

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as models from "../models/index.js";
import { type Expected, expectedValue, mismatch } from "./example-value.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** `expression // value`, after an `@example` of a docstring; what follows the value is explanation. */
interface Example {
  readonly path: string;
  readonly text: string;
  readonly expression: string;
  /** Null where the example shows none. */
  readonly expected: Expected | null;
}

/**
 * Examples that need a log, a fit or a file, by what they call first. One that can be evaluated no longer, or one of these that
 * now can, makes this list wrong.
 */
const notEvaluated: readonly string[] = [
  "models/covariates/coefficients.ts: coefficients",
  "models/covariates/fit-with-covariates.ts: likelihoodRatioTest",
  "models/inference/bootstrap.ts: bootstrap",
  "models/inference/conformal.ts: learnCorrection",
  "models/inference/fallback.ts: fitWithFallback",
  "models/inference/posterior.ts: posterior",
  "models/inference/prior.ts: fit",
  "pipeline/index.ts: run",
  "pipeline/index.ts: openRun",
  "pipeline/inspect/inspect-source.ts: inspectSource",
  "pipeline/registry/gates.ts: gates",
  "pipeline/registry/policy.ts: decide",
  "pipeline/runner/opened-run.ts: artifact",
  "pipeline/runner/opened-run.ts: table",
  "pipeline/runner/opened-run.ts: batches",
  "pipeline/simulate/simulate.ts: simulate",
  "pipeline/sources/text/dialect.ts: detectDialect",
  "pipeline/sources/text/lines.ts: readRawLines",
  "pipeline/sources/text/probe.ts: probeText",
  "pipeline/sources/text/records.ts: normaliseText",
  "pipeline/workers/pool.ts: openPool",
];

const paths = ["models", "pipeline", "data"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${top}/${path.replaceAll("\\", "/")}`)
    .sort(),
);
const examples = paths.flatMap(examplesOf);

function examplesOf(path: string): Example[] {
  const docstrings = readFileSync(join(root, path), "utf8").match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  const texts = docstrings.flatMap((docstring) =>
    [...docstring.matchAll(/@example\s([\s\S]*?)(?=\n\s*\* @|\*\/)/g)].map((m) =>
      m[1]!.replace(/\n\s*\*?\s*/g, " ").trim(),
    ),
  );
  return texts.map((text) => {
    const [expression, ...shown] = text.split(" // ");
    return { path, text, expression: expression!, expected: expectedValue(shown.join(" // ")) };
  });
}

/** What an example may name: what its file exports, then what models/index.ts does. */
async function scopeOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  return { ...models, ...((await import(join(root, path))) as object) };
}

/** What an example comes to, an error included; null where it cannot be evaluated. */
async function evaluated({
  path,
  expression,
  expected,
}: Example): Promise<{ readonly actual: unknown } | null> {
  if (expected === null || /\bawait\b/.test(expression)) return null;
  const scope = await scopeOf(path);
  try {
    const run = new Function(...Object.keys(scope), `"use strict"; return (${expression});`);
    return { actual: run(...Object.values(scope)) };
  } catch (error) {
    return error instanceof ReferenceError || error instanceof SyntaxError ? null : { actual: error };
  }
}

const cases = await Promise.all(
  examples.map(async (example) => ({ ...example, result: await evaluated(example) })),
);

describe("what docstrings show", () => {
  test.each(cases.filter(({ result }) => result !== null))("$path: $text", ({ result, expected }) => {
    expect(mismatch(result!.actual, expected!)).toBeNull();
  });

  test("those that are not evaluated are known", () => {
    const left = cases.filter(({ result }) => result === null);
    expect(
      left.map(({ path, expression }) => `${path}: ${/\w+(?=\((?!await|const))/.exec(expression)?.[0]}`),
    ).toEqual(notEvaluated);
  });
});

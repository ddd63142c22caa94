import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "../../../pipeline/text/messages/en.js";
import { say } from "../../../pipeline/text/messages/say.js";

const pipeline = join(import.meta.dirname, "../../../pipeline");
const sources = readdirSync(pipeline, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(pipeline, path), "utf8") }));

test("a sentence holds its values as the language writes them", () => {
  expect(say("data.title")).toBe("Data");
  expect(say("value.alive", 1200, 3000)).toBe("1,200 of 3,000 customers expected alive");
});

test("every text is said somewhere, and no subject takes the key of another", () => {
  const catalogue = sources.filter(({ path }) => path.startsWith("text/messages/en/"));
  const keys = catalogue.flatMap(({ text }) => [...text.matchAll(/^ {2}"([\w.]+)":/gm)].map((m) => m[1]!));
  expect([...keys].sort()).toEqual(Object.keys(en).sort());
  const said = sources
    .flatMap(({ path, text }) => (path.startsWith("text/messages/") ? [] : [text]))
    .join("\n");
  const built =
    /^(?:decision\.(?:score|refit|validate)|verdict\.(?:good|fair|poor|unmeasured|advice\.\w+)|(?:monitoring|validation)\.(?:purchases|revenue|value))$/; // say(`decision.${action}`)
  const isSaid = (key: string): boolean => built.test(key) || said.includes(`"${key}"`);
  expect(keys.filter((key) => !isSaid(key))).toEqual([]);
});

/** What people read of these files, and of all in terminal/, is in text/messages alone. */
const withoutSentences = [
  "monitoring/input-drift.ts",
  "monitoring/model-drift.ts",
  "monitoring/score-drift.ts",
  "monitoring/scoreboard.ts",
  "quality/amount-checks.ts",
  "quality/check.ts",
  "quality/customer-checks.ts",
  "quality/closings.ts",
  "quality/day-checks.ts",
  "quality/empty-rows.ts",
  "quality/repeated-checks.ts",
  "registry/gate-table.ts",
  "registry/policy.ts",
  "stages/ingest/reason-lines.ts",
  ...sources.flatMap(({ path }) => (path.startsWith("terminal/") ? [path] : [])),
];

test.each(withoutSentences)("%s holds no sentence", (path) => {
  const { text } = sources.find((s) => s.path === path)!;
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  const literals = [...code.matchAll(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(([literal]) =>
    literal.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, ""),
  );
  expect(literals.filter((literal) => /[a-z]{2,} [a-zA-Z]/.test(literal))).toEqual([]);
});

import { expect, test } from "vitest";
import type { Registry } from "../../../pipeline/registry/registry.js";
import type { FoundRun } from "../../../pipeline/runs/find-run.js";
import { refusedText } from "../../../pipeline/terminal/status-next.js";
import { runStatusText } from "../../../pipeline/terminal/status-text.js";

const stopped = (error: { code: string; message: string } | null, status = "failed"): string =>
  runStatusText(
    {
      runDir: "/data/shop/runs/2026-06-30-1a2b3c4d5e6f",
      manifest: {
        ...{ runId: "2026-06-30-1a2b3c4d5e6f", status, error },
        startedAt: "2026-07-01T00:00:00Z",
        stages: {},
      },
    } as unknown as FoundRun,
    null,
  );

test("the whole reason of a stop is shown, within 80 columns, and then the next step", () => {
  const reason = `6.1 % of the rows were rejected, more than the 5 % of ingest.maxRejectedShare:
  UNPARSABLE_DATE             61  first: orders.csv:3  O3,C2,13/25/2026,4.00
All of them are in rejected_rows of this run. Correct the file or its mapping, or raise ingest.maxRejectedShare.`;
  const lines = stopped({ code: "TOO_MANY_REJECTED", message: reason }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.slice(12)).toEqual([
    "  TOO_MANY_REJECTED: 6.1 % of the rows were rejected, more than the 5 % of",
    "  ingest.maxRejectedShare:",
    "    UNPARSABLE_DATE             61  first: orders.csv:3  O3,C2,13/25/2026,4.00",
    "  All of them are in rejected_rows of this run. Correct the file or its mapping,",
    "  or raise ingest.maxRejectedShare.",
    "  Next: correct the file or its mapping (source, columns, ingest), then the same",
    "  command",
    "",
  ]);
});

test.each([
  ["MONITORING_STOP", /raise their threshold \(monitoring\.\*\.stop\)/],
  ["CHOICE_NEEDED", /set what is asked for in clv\.yaml/],
  ["GATE_REFUSED", /`clv promote` takes the new model/],
  ["ENGINE_UNREACHABLE", /start the server.* --resume/],
  ["ENGINE_OUT_OF_MEMORY", /engine\.memoryLimit/],
  ["INTERRUPTED", /go on with the same command and --resume/],
  ["UNEXPECTED", /a bug of clv.*--debug/],
])("after %s", (code, step) => {
  expect(stopped({ code, message: "why" }).replace(/\s+/g, " ")).toMatch(step);
});

test("a killed run goes on, one that is done says nothing", () => {
  expect(stopped(null, "running")).toContain("killed");
  expect(stopped(null, "running")).toContain("Next: go on with the same command and --resume");
  expect(stopped(null, "done")).not.toContain("Next:");
});

test("a refused model is named with how to take it, until something else happened", () => {
  const registry = (...events: string[]): Registry =>
    ({
      configurations: { k: { champion: "a", lineage: events.map((event) => ({ event, version: "b" })) } },
    }) as unknown as Registry;
  expect(refusedText(registry("first", "refused"))).toContain("`clv promote b`");
  expect(refusedText(registry("refused", "promoted"))).toBe("");
});

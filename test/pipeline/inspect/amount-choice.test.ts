import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeFlags } from "../../../pipeline/commands/complete-flags.js";
import { initCommand } from "../../../pipeline/commands/init.js";
import { runCommand, stageCommand } from "../../../pipeline/commands/run.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { clvHere, recordingIo } from "../cli/run-here.js";
import { textFolder } from "../sources/text/files.js";

const folder = await textFolder();

/** Visits of 60 customers, with further columns of these names whose values follow from the number of the row. */
function visits(names: readonly string[], value: (row: number) => string | number): string {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + ((i * 7) % 300))).toISOString().slice(0, 10);
    return [`c${i % 60}`, day, ...names.map(() => value(i))].join(",");
  });
  return `${[["customer_id", "date", ...names].join(","), ...rows].join("\n")}\n`;
}

const logs: readonly (readonly [what: string, text: string, choices: readonly string[]])[] = [
  ["nothing else", visits([], () => ""), ["none"]],
  ["a constant", visits(["kind"], () => "visit"), ["none"]],
  ["a text", visits(["channel"], (i) => ["web", "app"][i % 2]!), ["none"]],
  ["what was refunded", visits(["Amount Refunded"], (i) => (i % 12 ? 0 : 5.25)), ["none"]],
  ["a count of pieces", visits(["pieces"], (i) => 1 + (i % 4)), ["pieces", "none"]],
];

test.each(
  logs,
)("beside customer and date %s: which column is the amount is asked", async (what, text, values) => {
  const log = await folder.put(`${what}.csv`, text);
  const { open, missing, config, trial } = await inspectSource([log], { today: "2026-01-01" });
  expect(missing).toEqual([]);
  expect(open.map(({ key }) => key)).toEqual(["columns.amount"]);
  expect(open[0]!.choices.map(({ value }) => value)).toEqual(values);
  expect(config.columns!.amount).toBe("none");
  expect(trial).toMatchObject({ rows: 240, rejected: [], firstDay: "2024-01-01" });
});

test("init writes a ? and ends with 3; a run takes none from a flag, and prices in its place", async () => {
  const log = await folder.put(
    "ask.csv",
    visits(["pieces", "price"], (i) => 2 + (i % 3)),
  );
  const bare = await folder.put(
    "bare.csv",
    visits([], () => ""),
  );
  const cwd = folder.path(".");
  const asked = await clvHere(["init", bare, "--out", "bare.yaml"], cwd, (io) => [initCommand(io)]);
  expect(asked.code).toBe(3);
  expect(asked.err).toContain("none  the log has no amounts: purchases alone are predicted");
  expect(await readFile(join(cwd, "bare.yaml"), "utf8")).toMatch(/^ {2}amount: "\?"/m);
  const run = (...words: string[]) =>
    clvHere(["run", "--runsDir", "runs", "--json", ...words], cwd, (io) => [runCommand(io)]);
  expect((await run("--config", "bare.yaml")).err).toMatch(/^CHOICE_NEEDED: .*columns\.amount/m);
  expect((await run(bare)).err).toContain('--columns.amount="none"');
  const ingest = (...words: string[]) =>
    clvHere(["ingest", log, "--runsDir", "runs", "--json", ...words], cwd, (io) => [
      stageCommand("ingest", io),
    ]);
  const none = await ingest("--columns.amount", "none");
  expect([none.code, JSON.parse(none.out).account.currency]).toEqual([0, null]);
  const { io } = recordingIo(cwd);
  const priced = { columns: { quantity: "pieces", unitPrice: "price" } };
  const completed = await completeFlags(
    { source: log, ...priced },
    io,
    () => undefined,
    () => undefined,
  );
  expect(completed.columns).toEqual({ customer: "customer_id", date: "date", ...priced.columns });
});

test("what only the amount would tell is proposed where the order ids prove it, and warned of where they do not", async () => {
  const inspected = async (
    name: string,
    orders: (row: number) => string,
    pieces: (row: number) => number,
  ) => {
    const rows = visits(["order_id", "pieces", "currency"], () => "?")
      .split("\n")
      .map((line, i) =>
        i === 0 || line === ""
          ? line
          : line.replace("?,?,?", `${orders(i)},${pieces(i)},${i % 2 ? "EUR" : "USD"}`),
      );
    return inspectSource([await folder.put(name, rows.join("\n"))], { today: "2026-01-01" });
  };
  const isRare = (row: number): boolean => row % 20 === 5;
  const proved = await inspected(
    "proved.csv",
    (i) => (isRare(i) ? `SO${i - 1}` : `O${i}`),
    () => 1,
  );
  expect(proved.config.ingest!.cancelPrefix).toBe("S");
  expect(proved.trial!.refunds).toBe(12);
  expect(proved.config.columns!.currency).toBe("currency");
  const unlike = await inspected(
    "unlike.csv",
    (i) => `${isRare(i) ? "K" : "B"}${i}`,
    (i) => (isRare(i) ? -1 : 2),
  );
  expect(unlike.config.ingest!.cancelPrefix).toBeUndefined();
  expect(unlike.warnings.filter((w) => /pieces|begin with/.test(w))).toEqual([
    "rows with a negative pieces count as purchases like any other if columns.amount is none",
    expect.stringMatching(/^the order ids of 12 of 240 sampled rows begin with K, unlike the others: /),
  ]);
  const alike = await inspected(
    "alike.csv",
    (i) => `${"ABC"[i % 3]}${i}`,
    () => 1,
  );
  expect([alike.config.ingest!.cancelPrefix, alike.warnings.filter((w) => /begin with/.test(w))]).toEqual([
    undefined,
    [],
  ]);
});

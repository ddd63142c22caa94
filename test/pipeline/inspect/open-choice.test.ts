import { dirname } from "node:path";
import { expect, test } from "vitest";
import { completeFlags } from "../../../pipeline/commands/complete-flags.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { describeInspection } from "../../../pipeline/inspect/describe-inspection.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { choiceNeeded, type OpenChoice } from "../../../pipeline/inspect/open-choice.js";
import { writeConfig } from "../../../pipeline/inspect/write-config.js";
import { mapColumns } from "../../../pipeline/sources/map-columns.js";
import { id } from "../../../pipeline/sql/sql.js";
import { recordingIo } from "../cli/run-here.js";
import { textFolder } from "../sources/text/files.js";

const folder = await textFolder();
const open: OpenChoice = {
  key: "ingest.dateFormat",
  question: "no number exceeds 12, so that 03/04/2024 is 3 April or 4 March",
  choices: [
    { value: "%d/%m/%Y", means: "3 April" },
    { value: "%m/%d/%Y", means: "4 March" },
  ],
};

test("an open setting is written as ?, shown with its choices, and refused by a run until it is chosen", async () => {
  const log = await folder.put(
    "log.csv",
    "customer,date,amount\na,2024-01-02,1\na,2024-03-02,2\nb,2024-01-02,3\n",
  );
  const inspection = { ...(await inspectSource([log])), open: [open] };
  const shown = describeInspection(inspection);
  expect(shown.replaceAll("\n", " ")).toContain(`! ingest.dateFormat: ${open.question} `);
  expect(shown).toContain("\n  %d/%m/%Y  3 April\n");
  const text = writeConfig(inspection, dirname(log));
  expect(text).toMatch(/# +%m\/%d\/%Y 4 March\n +dateFormat: "\?"/);
  const config = await folder.put("clv.yaml", text);
  await expect(loadConfig(config, {}, dirname(log))).rejects.toMatchObject({
    code: "CHOICE_NEEDED",
    message: expect.stringContaining("ingest.dateFormat"),
  });
  const chosen = await loadConfig(config, { ingest: { dateFormat: "%d/%m/%Y" } }, dirname(log));
  expect(chosen.ingest.dateFormat).toBe("%d/%m/%Y");
});

test("columns that may be margins or costs of goods are named, and never taken unasked", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `c${i % 9},2024-0${1 + (i % 6)}-0${1 + (i % 7)},${30 + (i % 11)}.50,${9 + (i % 7)}.25,${4 + (i % 5)}.10,0.3${i % 3}`,
  );
  const header = "customer,date,amount,cogs,shipping_cost,margin_rate";
  const log = await folder.put("goods.csv", `${header}\n${rows.join("\n")}\n`);
  const inspection = await inspectSource([log]);
  expect(inspection.config.columns).not.toHaveProperty("cost");
  expect(inspection.warnings).toEqual([
    "column cogs may be the cost of goods of an order: values count revenue in full unless columns.cost is cogs, or value.margin says what is left of it",
  ]);
  expect(writeConfig(inspection, dirname(log))).toMatch(
    /# cogs may be the cost of goods of an order.*\n# {2}cost:/,
  );
});

test("a price that may be of a piece or of the line: both answers are settings", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `c${i % 9},2024-0${1 + (i % 6)}-0${1 + (i % 7)},${1 + (i % 4)},${10 + ((i * 7) % 40)}.50`,
  );
  const log = await folder.put("prices.csv", `customer,date,quantity,price\n${rows.join("\n")}\n`);
  const inspection = await inspectSource([log]);
  expect(inspection.open.map(({ key }) => key)).toEqual(["columns.amount"]);
  const config = await folder.put("prices.yaml", writeConfig(inspection, dirname(log)));
  await expect(loadConfig(config, {}, dirname(log))).rejects.toMatchObject({ code: "CHOICE_NEEDED" });
  const offered = ["customer", "date", "quantity", "price"].map((name) => ({
    name,
    value: id(name),
    type: "text" as const,
  }));
  for (const [amount, mapped] of [
    ["price", "price"],
    ["quantity * unitPrice", undefined],
  ] as const) {
    const { columns } = await loadConfig(config, { columns: { amount } }, dirname(log));
    expect(mapColumns(columns, offered, "prices.csv")).toMatchObject({
      amount: mapped === undefined ? null : { name: mapped },
      quantity: { name: "quantity" },
      unitPrice: { name: "price" },
    });
  }
  const { quantity: _, ...without } = (
    await loadConfig(config, { columns: { amount: "quantity * unitPrice" } }, dirname(log))
  ).columns;
  expect(() => mapColumns(without, offered, "prices.csv")).toThrow(/nor both quantity and unitPrice/);
});

test("quantity and unit price given as flags answer what the amount is", async () => {
  const log = folder.path("prices.csv");
  const complete = (columns: Record<string, string>) =>
    completeFlags(
      { source: log, columns },
      recordingIo(dirname(log)).io,
      () => {},
      () => {},
    );
  await expect(complete({})).rejects.toMatchObject({ code: "CHOICE_NEEDED" });
  expect(await complete({ quantity: "quantity", unitPrice: "price" })).toMatchObject({
    columns: { customer: "customer", quantity: "quantity", unitPrice: "price" },
  });
  expect(await complete({ amount: "price" })).toMatchObject({ columns: { amount: "price" } });
});

test("the stop names each key, its choices, and what to do", () => {
  const { code, exitCode, message } = choiceNeeded([open], "Set it in clv.yaml.");
  expect([code, exitCode]).toEqual(["CHOICE_NEEDED", 3]);
  expect(message.split("\n")).toEqual([
    "1 setting is for you to choose:",
    `  ingest.dateFormat: ${open.question}`,
    "    %d/%m/%Y  3 April",
    "    %m/%d/%Y  4 March",
    "Set it in clv.yaml.",
  ]);
});

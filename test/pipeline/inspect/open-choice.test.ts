import { dirname } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { describeInspection } from "../../../pipeline/inspect/describe-inspection.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { choiceNeeded, type OpenChoice } from "../../../pipeline/inspect/open-choice.js";
import { writeConfig } from "../../../pipeline/inspect/write-config.js";
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
  expect(describeInspection(inspection)).toContain(
    `! ingest.dateFormat: ${open.question}\n  %d/%m/%Y  3 April\n`,
  );
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

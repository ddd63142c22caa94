import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { configHash, configSchema } from "../../../pipeline/config/config.js";
import { daysWritten, eventProblems, namedInConfig } from "../../../pipeline/config/events.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";

const folder = await mkdtemp(join(tmpdir(), "clv-events-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(events: string) {
  await writeFile(join(folder, "clv.yaml"), `purchase:\n  events:\n${events}`);
  return loadConfig("clv.yaml", {}, folder);
}

const problem = (events: string): Promise<string> =>
  load(events).then(
    () => "none",
    ({ code, message }) => `${code}: ${message}`,
  );

test("days are dates, ranges and months", async () => {
  const config = await load(`
    - { name: Black Friday, dates: [2023-11-24, 2024-11-29] }
    - { name: one day, dates: 2024-05-06 }
    - { name: Price rise, months: [2024-02] }
    - { name: Summer closing, kind: closed, from: 2024-07-08, to: 2024-07-10 }
    - { file: plans/events.csv }
    - { holidays: DK }
`);
  const [friday, one, price, closing] = namedInConfig(config);
  expect(friday).toEqual({ name: "Black Friday", kind: "open", days: ["2023-11-24", "2024-11-29"] });
  expect(one!.days).toEqual(["2024-05-06"]);
  expect([price!.days.length, price!.days[0], price!.days.at(-1)]).toEqual([29, "2024-02-01", "2024-02-29"]);
  expect(closing).toEqual({
    ...{ name: "Summer closing", kind: "closed" },
    days: ["2024-07-08", "2024-07-09", "2024-07-10"],
  });
  expect(config.purchase.events![4]!.file).toBe(join(folder, "plans/events.csv"));
  expect(config.purchase.events![5]!.holidays).toEqual(["DK"]);
  expect(daysWritten({})).toEqual([]);
});

test("what cannot be is said, with what to do", async () => {
  expect(await problem("    - { name: sale, dates: [2024-02-30] }\n")).toMatch(
    /CONFIG_INVALID[\s\S]*purchase\.events\.0\.dates.*"2024-02-30" is no day of the calendar/,
  );
  expect(await problem("    - { name: sale, months: [2024-13] }\n")).toMatch(/events\.0\.months.*no month/);
  expect(await problem("    - { name: sale, from: 2024-02-30, to: 2024-03-02 }\n")).toMatch(
    /events\.0\.from.*no day/,
  );
  expect(await problem("    - { name: sale }\n")).toContain(
    "sale has no days: give dates, from and to, or months",
  );
  expect(await problem("    - { name: sale, from: 2024-01-01 }\n")).toContain("only one of from and to");
  expect(await problem("    - { name: sale, from: 2024-01-02, to: 2024-01-01 }\n")).toContain(
    "sale ends (2024-01-01) before it begins (2024-01-02)",
  );
  expect(await problem("    - { dates: [2024-01-02] }\n")).toContain("needs one of name");
  expect(await problem("    - { holidays: DK, file: a.csv }\n")).toContain("needs one of name");
  expect(await problem("    - { holidays: DK, kind: closed }\n")).toContain("takes no kind");
  expect(await problem("    - { holidays: XX }\n")).toContain("holidays");
  expect(await problem("    - { name: sale, dates: [2024-01-02], months: [2024-01] }\n")).toContain(
    "sale has 2024-01-02 twice",
  );
  expect(
    await problem(
      "    - { name: a, kind: closed, dates: [2024-01-02] }\n    - { name: b, kind: closed, dates: [2024-01-02] }\n",
    ),
  ).toContain("2024-01-02 is closed by a and by b: leave it in one of them");
  expect(
    await problem(
      "    - { name: a, kind: closed, dates: [2024-01-02] }\n    - { name: a, dates: [2024-01-03] }\n",
    ),
  ).toContain("a is closed in one entry and open in another");
});

test("one name may have several ranges, and two events a day", () => {
  expect(
    eventProblems([
      { name: "sale", kind: "open", days: ["2024-01-02"] },
      { name: "sale", kind: "open", days: ["2024-07-02"] },
      { name: "fair", kind: "open", days: ["2024-01-02"] },
      { name: "closing", kind: "closed", days: ["2024-01-02"] },
    ]),
  ).toEqual([]);
});

test("a run is another one with other events, wherever a file of them is", () => {
  const hash = (events: object[]): string => configHash(configSchema.parse({ purchase: { events } }));
  expect(hash([{ name: "a", dates: ["2024-01-02"] }])).not.toBe(hash([{ name: "a", dates: ["2024-01-03"] }]));
  expect(hash([{ file: "here.csv" }])).toBe(hash([{ file: "there.csv" }]));
  expect(hash([{ file: "here.csv" }])).not.toBe(configHash(configSchema.parse({})));
});

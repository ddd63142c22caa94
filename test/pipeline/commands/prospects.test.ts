import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prospectsCommand } from "../../../pipeline/commands/prospects.js";
import { addForgotten } from "../../../pipeline/sources/forgotten-list.js";
import { scratch } from "../cli/clv-process.js";
import { change } from "../cli/read-back.js";
import { clvHere, runHere } from "../cli/run-here.js";
import { dayAfter, logFolder } from "../runner/logged-run.js";

const root = await scratch();
/** 600 customers, each with an order and another one within the year; app brings twice, and partner, which is rare, three times as much. */
const folder = await (async () => {
  const lines = Array.from({ length: 600 }, (_, i) => {
    const channel = i % 20 === 0 ? "partner" : i % 3 === 0 ? "app" : "web";
    const amount = { partner: 30, app: 20, web: 10 }[channel]! + (i % 7) / 10;
    return [0, 200].map((since) => [
      `c${i}`,
      dayAfter("2022-01-01", (i % 300) + since),
      amount.toFixed(2),
      channel,
      i % 2 === 0 ? "DE" : "FR",
    ]);
  }).flat();
  const made = await logFolder(root, lines, {
    attributes: ["channel", "country"],
    settings:
      "asOf: 2024-06-30\npurchase: { model: bg-nbd, calendar: off }\nvalidate: { totalOrigins: 0 }\nuncertainty: { intervals: true }\ntargets: { minimumSegment: 100 }\n",
  });
  await runHere(made, {}, { until: "derive" });
  return made;
})();

async function prospects(rows: string, ...flags: string[]) {
  await writeFile(join(folder, "people.csv"), rows);
  return clvHere(["prospects", "people.csv", "--runsDir", "runs", ...flags], folder, (io) => [
    prospectsCommand(io),
  ]);
}

test("people are expected to bring what customers with their attributes brought in the first year, with bounds", async () => {
  const { code, out } = await prospects(
    "email;Channel\na@x.org;app\nb@x.org;web\nc@x.org;\n=cmd;partner\n;web\n",
    "--json",
    "--out",
    "o.csv",
  );
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({
    people: 4,
    leftOut: 1,
    attributes: ["channel"],
    missing: ["country"],
    noted: 2,
  });
  expect(report.customersOldEnough).toBe(600);
  expect(report.explained).toBeGreaterThan(0.5);
  const of = (id: string) => report.prospects.find((p: { customer_id: string }) => p.customer_id === id);
  expect(of("a@x.org").expected_first_year).toBeCloseTo(40.6, 0);
  expect(of("b@x.org").expected_first_year).toBeCloseTo(20.6, 0);
  for (const p of report.prospects) {
    expect(p.expected_first_year_lo95).toBeLessThan(p.expected_first_year_lo80);
    expect(p.expected_first_year_lo80).toBeLessThan(p.expected_first_year);
    expect(p.expected_first_year_hi95).toBeGreaterThan(p.expected_first_year_hi80);
  }
  // partner has too few customers for a level of its own
  expect(of("=cmd").note).toBe("channel: rare, unknown or missing, as other rare values");
  const csv = await readFile(join(folder, "o.csv"), "utf8");
  expect(
    csv
      .split("\n")
      .slice(0, 5)
      .map((line) => line.split(",")[0]),
  ).toEqual(["customer_id", "a@x.org", "b@x.org", "c@x.org", "'=cmd"]);
  expect((await stat(join(folder, "o.csv"))).mode & 0o777).toBe(0o600);
});

test("a value that is none of those known has wider bounds and a note, and the text says what it rests on", async () => {
  const { out } = await prospects("customer_id,country,channel\na,DE,web\nb,XX,web\n", "--json");
  const [a, b] = ["a", "b"].map((id) =>
    JSON.parse(out).prospects.find((p: { customer_id: string }) => p.customer_id === id),
  );
  expect(b.note).toBe("country: unknown or missing, wider bounds");
  const width = (p: Record<string, number>): number =>
    p.expected_first_year_hi95! / p.expected_first_year_lo95!;
  expect(width(b)).toBeGreaterThan(width(a));
  const { out: text } = await prospects("customer_id,country,channel\na,DE,web\nb,FR,app\n", "--limit", "1");
  expect(text).toContain("What 2 people without orders may bring in their first 365 days as customers");
  expect(text.replace(/\s+/g, " ")).toMatch(
    /each on average; .* 600 customers as of 2024-06-30 .* an association/,
  );
  expect(text).toContain("1 more: --out FILE");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("who is a customer already, or was forgotten, is left out and counted", async () => {
  const forgotten = join(folder, "runs", "forgotten.json");
  await addForgotten(join(folder, "runs"), ["gone"]);
  const { out } = await prospects("id,channel\nc7,web\nnew,app\ngone,web\n");
  const said = out.replace(/\s+/g, " ");
  expect(said).toContain("What 1 person without orders");
  expect(said).toContain("Left out: 1 of the file who is a customer of the run already, such as c7;");
  expect(said).toContain("Left out: 1 person whom `clv forget` took out.");
  expect(said).not.toContain("gone");
  const { err } = await prospects("id,channel\nc7,web\ngone,web\n");
  expect(err).toContain("nobody of the file is without orders: 1 is a customer of the run already");
  await rm(forgotten);
});

test("a Parquet file, and numbers as ids", async () => {
  await change(
    join(folder, "people.duckdb"),
    `copy (select 7 as id, 'app' as channel) to '${join(folder, "people.parquet")}'`,
  );
  const { out } = await clvHere(
    ["prospects", "people.parquet", "--runsDir", "runs", "--json"],
    folder,
    (io) => [prospectsCommand(io)],
  );
  expect(JSON.parse(out).prospects[0]).toMatchObject({ customer_id: "7", note: null });
});

test.each([
  [
    "id,color\n1,red\n",
    [],
    "COLUMN_NOT_FOUND: .* none of the attributes of the run: channel, country. It has the columns id, color",
  ],
  ["who,channel\n1,web\n", [], "COLUMN_NOT_FOUND: .* no column with an id; name one of who, channel by --id"],
  ["who,channel\n1,web\n", ["--id", "whom"], "COLUMN_NOT_FOUND: .* no column whom"],
  ["id,channel\n1,web\n2,web\n1,app\n", [], "PROSPECTS_INVALID: 1 id is in .* more than once, such as 1"],
  ["id,channel\n", [], "PROSPECTS_INVALID: .* holds nobody"],
  ["", [], "SOURCE_UNREADABLE"],
  ["id,channel\n1,web\n", ["--limit", "0"], "USAGE: --limit"],
  ["id,channel\n1,web\n", ["--run", "zz"], "RUN_NOT_FOUND"],
])("%j %j is refused", async (rows, flags, said) => {
  const { code, err } = await prospects(rows, ...flags);
  expect(code).toBeGreaterThan(1);
  expect(err).toMatch(new RegExp(said));
});

test("a file that is not there", async () => {
  const { err } = await clvHere(["prospects", "nobody.csv", "--runsDir", "runs"], folder, (io) => [
    prospectsCommand(io),
  ]);
  expect(err).toMatch(/SOURCE_NOT_FOUND/);
});

test("where the run knows what new customers are worth, that is beside it: of the source, else of everyone", async () => {
  const runDir = JSON.parse((await prospects("id,channel\n1,web\n", "--json")).out).run as string;
  const made = join(folder, "runs", runDir, "tables/clv_new_customers.parquet");
  const bounds = ["lo95", "lo80", "hi80", "hi95"]
    .map((end, i) => `v * ${i + 1} as expected_value_${end}`)
    .join();
  await change(
    join(folder, "people.duckdb"),
    `copy (select attribute, source, h as horizon_days, v as expected_value, ${bounds} from (values (null, null, 0, 50e0), ('channel', 'web', 0, 40e0), ('channel', 'web', 365, 9e0), ('country', 'DE', 0, 1e0)) v(attribute, source, h, v)) to '${made}'`,
  );
  const { out, err } = await prospects("id,channel,country\n1,web,DE\n2,app,FR\n", "--json");
  expect(err).toBe("");
  const report = JSON.parse(out);
  expect(report.newcomers).toEqual({ attribute: "channel", horizonDays: 0 });
  const of = (id: string) => report.prospects.find((p: { customer_id: string }) => p.customer_id === id);
  expect(of("1")).toMatchObject({
    new_customer_value: 40,
    new_customer_value_lo95: 40,
    new_customer_value_hi95: 160,
  });
  expect(of("2")).toMatchObject({ new_customer_value: 50, new_customer_value_hi80: 150 });
  const { out: text } = await prospects("id,channel,country\n1,web,DE\n");
  expect(text.replace(/\s+/g, " ")).toContain("expects of a new customer for ever by channel alone");
});

import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { audienceCommand } from "../../../pipeline/commands/audience.js";
import { forgetCommand } from "../../../pipeline/commands/forget.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { clvHere, runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";

const folder = await scratch();
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const lines = shop(120, ordinary);

beforeAll(async () => {
  const mail = (customer: string): string =>
    customer === "c7" ? "" : `  ${customer.toUpperCase()}@Shop.test`;
  const rows = lines.map(([customer, day, amount]) => `${customer},${day},${amount},${mail(customer)}\n`);
  await writeFile(join(folder, "shop.csv"), `customer_id,order_date,amount,mail\n${rows.join("")}`);
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount, attributes: { mail: mail } }
purchase: { model: bg-nbd, calendar: off }
validate: { totalOrigins: 0 }
engine: { threads: 1 }
uncertainty: { intervals: false }
targets: { minimumSegment: 10 }
actions: { budget: 50, contactCost: 1, uplift: 0.1 }
`,
  );
  for (const asOf of ["2024-10-31", "2024-12-26"])
    await runHere(folder, { asOf, publish: ["duckdb:w.duckdb"] });
});

const audience = async (...words: string[]) => {
  const { code, out, err } = await clvHere(
    ["audience", ...words, "--out", "list.csv", "--runsDir", "runs"],
    folder,
    (io) => [audienceCommand(io)],
  );
  if (code !== 0) throw new Error(err);
  const [header, ...hashes] = (await readFile(join(folder, "list.csv"), "utf8")).trim().split("\n");
  return { out, header, hashes };
};
const published = (select: string) => query(select, join(folder, "w.duckdb"));

test("a tier by its addresses: small letters, trimmed, hashed, for the owner alone", async () => {
  const { out, header, hashes } = await audience("--lifecycle", "lost", "--by", "mail", "--format", "google");
  expect(header).toBe("Email");
  expect(out).toMatch(/customers are in .*list.csv/);
  expect(hashes.length).toBeGreaterThan(5);
  const known = new Set(lines.map(([customer]) => hash(`${customer}@shop.test`)));
  expect(hashes.filter((h) => !known.has(h))).toEqual([]);
  expect((await stat(join(folder, "list.csv"))).mode & 0o777).toBe(0o600);
});

test("who is suppressed by id, address or hash, and who is forgotten, is left out and counted", async () => {
  const everybody = ["--lifecycle", "lost", "--json"];
  const before = JSON.parse((await audience(...everybody)).out);
  const { hashes } = await audience(...everybody);
  const ids = lines.map(([customer]) => customer);
  const [first, second, third] = [...new Set(ids)].filter((customer) => hashes.includes(hash(customer)));
  await writeFile(join(folder, "no.txt"), `${first}\n\n ${hash(`${second}@shop.test`).toUpperCase()}\n`);
  const after = JSON.parse((await audience(...everybody, "--by", "mail", "--suppress", "no.txt")).out);
  expect(after).toMatchObject({ customers: before.customers, suppressed: 2 });
  expect(after.written + after.unknown).toBe(before.written - 2);
  await clvHere(["forget", third!, "--config", "clv.yaml"], folder, (io) => [forgetCommand(io)]);
  const left = await audience(...everybody);
  expect(left.hashes).not.toContain(hash(third!));
  expect(JSON.parse(left.out).customers).toBe(before.customers - 1);
});

test("nobody named, a tier or a column that is not there: each says what there is", async () => {
  await expect(audience("--by", "mail")).rejects.toThrow(/--tier, --lifecycle/);
  await expect(audience("--tier", "gold")).rejects.toThrow(/no customer has tier gold; there are: high/);
  await expect(audience("--chosen", "--by", "phone")).rejects.toThrow(/customer_id, mail/);
});

test("what changed since the last run is beside each customer that was in it, and the list keeps to its budget", async () => {
  const changed = "p_alive_change is not null and clv_change is not null";
  const [found] = await published(
    `select count(*) filter (where as_of = '2024-10-31' and ${changed}) as first, count(*) filter (where as_of = '2024-12-26' and ${changed}) as second,
count(*) filter (where next_order > as_of and next_order_lo80 <= next_order) as dated from clv_actions`,
  );
  expect(found).toMatchObject({
    first: "0",
    second: expect.stringMatching(/^1[12]/),
    dated: expect.stringMatching(/^2/),
  });
  const plan = await published(
    "select method, cost, gain from clv_action_plan where as_of = '2024-12-26' order by gain, method",
  );
  expect(plan.length).toBe(4);
  for (const { method, cost } of plan)
    if (method !== "upper_bound") expect(Number(cost)).toBeLessThanOrEqual(50);
});

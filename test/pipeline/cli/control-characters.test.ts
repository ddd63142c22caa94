import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { clv, type Finished, scratch } from "./clv-process.js";
import { ordinary, shop } from "./shop-log.js";

/** What nothing printed may hold: controls but line feed and tab, format characters, separators of lines and paragraphs. */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const clear = "\u001b[2J\u001b]0;title\u0007";
const bidi = "\u202egnp\u2066x\u200b\u061c\u2028y\u009b31m";

const folder = await scratch();
const file = `log${clear}${bidi}.csv`;
const [id, level, column] = [
  `top${clear}${bidi}"two\nlines"`,
  `web${clear}${bidi}`,
  `channel${clear}${bidi}`,
];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The best customer has the worst id. */
const lines = shop(300, ordinary).map(([customer, day, amount], i) =>
  [quoted(customer === "c144" ? id : customer), day, amount, quoted(i % 3 === 0 ? level : "shop")].join(","),
);
const bad = `${quoted(`x${clear}${bidi}`)},${quoted(`no date ${clear}${bidi}`)},5,shop`;
const log = `customer_id,order_date,amount,${quoted(column)}\n${[...lines, bad].join("\n")}\n`;

const here = async (...args: string[]): Promise<Finished> => {
  const done = await clv(args, { cwd: folder });
  for (const text of [done.out, done.err]) {
    const at = text.search(unseen);
    expect(at, at < 0 ? "" : JSON.stringify(text.slice(Math.max(0, at - 60), at + 60))).toBe(-1);
  }
  return done;
};

describe("control, escape and bidi characters of the data do not reach the terminal", () => {
  let ran: Finished;
  beforeAll(async () => {
    await writeFile(join(folder, file), log);
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [${JSON.stringify(file)}] }
columns: { customer: customer_id, date: order_date, amount: amount, attributes: { channel: ${JSON.stringify(column)} } }
engine: { threads: 1 }
`,
    );
    ran = await here("run", "--config", "clv.yaml");
  }, 60_000);

  test("run: ids, levels, file names and rejected rows are seen as they are", () => {
    expect(ran.code, ran.err).toBe(0);
    const shown = "\\u001b[2J\\u001b]0;title\\u0007\\u202egnp\\u2066x\\u200b\\u061c\\u2028y\\u009b31m";
    expect(ran.out).toContain(`  top${shown}"two\\nlines"`);
    expect(ran.out).toContain(`  web${shown}`);
    expect(ran.out).toContain(`log${shown}.csv`);
    expect(ran.out).toMatch(/UNPARSABLE_DATE +1 [^"]*"x\\u001b\[2J/);
  });

  test("explain, for people and as JSON with the same value", async () => {
    const { code, out } = await here("explain", id);
    expect([code, out.split("\n")[0]]).toEqual([
      0,
      expect.stringMatching(/^Customer top\\u001b.*two\\nlines"$/),
    ]);
    expect(JSON.parse((await here("explain", id, "--json")).out).customerId).toBe(id);
  });

  test("messages: an unknown id with similar ones, a wrong column, an unknown command, status of the run that failed", async () => {
    const unknown = await here("explain", id.slice(0, -1));
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Similar ids: top\\u001b")]);
    const wrong = await here("run", "--config", "clv.yaml", "--columns.customer", `no${clear}`);
    expect([wrong.code, wrong.err]).toEqual([3, expect.stringContaining("channel\\u001b")]);
    expect((await here(`r${clear}`)).code).toBe(2);
    expect((await here("status")).out).toContain("COLUMN_NOT_FOUND");
    const { runs } = JSON.parse((await here("status", "--json")).out);
    expect(runs.map((r: { sources: { name: string }[] }) => r.sources[0]!.name)).toEqual([file, file]);
  });

  test("init: what it says, and the file that it writes", async () => {
    const { code, out } = await here("init", file, "--out", "new.yaml");
    expect([code, out]).toEqual([0, expect.stringContaining("channel\\u001b[2J")]);
    const printed = JSON.parse((await here("init", file, "--out", "new.yaml", "--force", "--json")).out);
    const yaml = await readFile(join(folder, "new.yaml"), "utf8");
    expect(yaml).not.toMatch(unseen);
    expect(parse(yaml).source.paths).toEqual([file]);
    expect(parse(yaml).columns).toEqual(printed.config.columns);
  });
});

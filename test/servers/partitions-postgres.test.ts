import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../pipeline/config/load-config.js";
import { openEngine } from "../../pipeline/engines/open-engine.js";
import { engineFolders } from "../../pipeline/runs/layout.js";
import { sql } from "../../pipeline/sql/sql.js";
import { type Finished, scratch, start } from "../pipeline/cli/clv-process.js";
import { ordinary, shop, writeLog } from "../pipeline/cli/shop-log.js";
import { thorough } from "../thorough.js";
import { type PostgresDatabase, postgresBinaries } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";

const root = await scratch();
const jobs = thorough ? 8 : 4;

describe.runIf(postgresBinaries() !== null)("jobs of one run in PostgreSQL", () => {
  let server: PostgresDatabase;
  let folder: string;
  const before = { ...process.env };

  beforeAll(async () => {
    server = await sharedPostgres("partitions");
    Object.assign(process.env, server.env); // what the commands inherit
    folder = await mkdtemp(join(root, "jobs-"));
    await writeLog(join(folder, "shop.csv"), shop(3000, ordinary));
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { name: postgres, threads: 1 }
publish: ["csv:out"]
`,
    );
  });

  afterAll(() => {
    process.env = before;
  });

  /** Runs a command on a namespace and a runs folder of its own. */
  function command(place: string, ...args: string[]): Promise<Finished> {
    const own = [
      "--config",
      "clv.yaml",
      "--runsDir",
      place,
      "--engine.namespace",
      place,
      "--debug",
      "--json",
    ];
    return start([...args, ...own], { cwd: folder }).finished;
  }

  async function done(finished: Promise<Finished>) {
    const { code, out, err } = await finished;
    expect(code, err).toBe(0);
    return { ...JSON.parse(out), err };
  }

  async function scoresIn(place: string, { runId, runDir }: { runId: string; runDir: string }) {
    const config = await loadConfig("clv.yaml", { runsDir: place, engine: { namespace: place } }, folder);
    const engine = await openEngine(config, {
      runId,
      ...engineFolders(runDir),
      env: server.env,
      warn: () => {},
      readOnly: true,
    });
    try {
      return {
        rows: await engine.rows(sql`select * from scores order by customer_id`),
        parts: await engine.rows(
          sql`select table_name from information_schema.tables where table_name like '%\_part\_%'`,
        ),
      };
    } finally {
      await engine.close();
    }
  }

  test(`${jobs} at the same time give the scores of one; no table of theirs is left`, async () => {
    const whole = await done(command("whole", "score"));
    const fitted = await done(command("parts", "gate"));
    const manifest = await readFile(join(fitted.runDir, "manifest.json"), "utf8");
    const parts = await Promise.all(
      Array.from({ length: jobs }, (_, i) => done(command("parts", "score", "--partition", `${i}/${jobs}`))),
    );
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(3000);
    expect(await readFile(join(fitted.runDir, "manifest.json"), "utf8")).toBe(manifest);
    const merged = await done(command("parts", "publish", "--partitions", String(jobs)));
    for (let i = 0; i < jobs; i++) expect(merged.err).toContain(`partition ${i}/${jobs} is there`);
    const [one, many] = [await scoresIn("whole", whole), await scoresIn("parts", merged)];
    expect(many.rows).toHaveLength(3000);
    expect(many).toEqual(one);
    expect(many.parts).toEqual([]);
    const customers = merged.totals.customers;
    expect(customers).toBe(3000);
  });
});

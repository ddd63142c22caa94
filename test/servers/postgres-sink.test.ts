import { inspect } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scoresSchema } from "../../data/schemas/scores.js";
import { configSchema } from "../../pipeline/config/config.js";
import type { Engine } from "../../pipeline/engines/engine.js";
import { openPostgres } from "../../pipeline/engines/postgres/postgres.js";
import { columnsOf } from "../../pipeline/sinks/postgres/columns.js";
import { publishToPostgres } from "../../pipeline/sinks/postgres/postgres.js";
import { sql } from "../../pipeline/sql/sql.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import type { PostgresDatabase } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";
import { openScratchEngine, publishing, type Synthetic, syntheticScores } from "./synthetic-scores.js";

const folder = await scratch();
let server: PostgresDatabase;
let engine: Engine;
let chief: Client;
let schema = "";
let schemas = 0;

beforeAll(async () => {
  server = await sharedPostgres("sink");
  engine = await openScratchEngine(folder);
  chief = await connect();
});
afterAll(async () => {
  await chief?.end();
  await engine?.close();
});
beforeEach(async () => {
  schema = `shop_${++schemas}`;
  await chief.query(`set search_path = ${schema}`);
});

async function connect(user?: string, password?: string): Promise<Client> {
  const client = new Client({ connectionString: server.url(user, password) });
  await client.connect();
  return client;
}

const rows = async (text: string, client = chief): Promise<unknown[]> => (await client.query(text)).rows;
const one = async (text: string, client = chief): Promise<unknown> =>
  Object.values((await client.query(text)).rows[0] ?? {})[0];
const scoresOf = (more: Partial<Synthetic> = {}): Synthetic => ({
  ...{ customers: 500, asOf: "2026-01-31", runId: "r1" },
  ...more,
});

async function publish(more: Partial<Synthetic> = {}, mode: "swap" | "upsert" = "swap", env = server.env) {
  const warnings: string[] = [];
  const all = await publishing(engine, scoresOf(more), env, (text) => warnings.push(text));
  const output = await publishToPostgres({ to: "postgres", path: schema, mode }, all);
  expect(warnings).toEqual([]);
  return output;
}

const current =
  "select count(*)::int as n, min(as_of)::text as first, max(as_of)::text as last, min(run_id) as run from clv_scores";
const dates =
  "select as_of::text as day, count(*)::int as n, min(run_id) as run from clv_scores_history group by 1 order by 1";
/** Every column of every row, in one number. */
const content = (table: string): string =>
  `select coalesce(sum(hashtextextended(t::text, 0)), 0)::text || ' of ' || count(*) as hash from ${table} t`;

describe.each(["swap", "upsert"] as const)("mode %s", (mode) => {
  test("the scores come back as they were; the same date again replaces its scores; an older date is history alone", async () => {
    const first = await publish({}, mode);
    expect(first).toMatchObject({
      to: "postgres",
      path: schema,
      tables: ["clv_scores", "clv_scores_history", "clv_customer_history", "clv_runs", "clv_monitoring"],
    });
    expect(first.reconciled.rows).toBe(500);
    const sent = await engine.rows(
      sql`select * from (${syntheticScores(scoresOf())}) s order by customer_id limit 7`,
    );
    const typed = sent.map((row) =>
      Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === null ? null : String(v)])),
    );
    const found = await rows("select * from clv_scores order by customer_id limit 7");
    const names = Object.keys(sent[0]!);
    const text = names.map((name) => `"${name}"::text as "${name}"`).join(", ");
    expect(Object.keys(found[0] as object)).toEqual(names);
    expect(await rows(`select ${text} from clv_scores order by customer_id limit 7`)).toEqual(typed);

    await publish({ asOf: "2026-02-28", runId: "r2", customers: 600 }, mode);
    expect(await rows(current)).toEqual([{ n: 600, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
    await publish({ asOf: "2026-02-28", runId: "r3", customers: 550 }, mode);
    expect(await rows(current)).toEqual([{ n: 550, first: "2026-02-28", last: "2026-02-28", run: "r3" }]);
    const before = await one(content("clv_scores"));
    const older = await publish({ asOf: "2025-12-31", runId: "r4", customers: 10 }, mode);
    expect(older.tables).not.toContain("clv_scores");
    expect(await one(content("clv_scores"))).toBe(before);
    expect(await rows(dates)).toEqual([
      { day: "2025-12-31", n: 10, run: "r4" },
      { day: "2026-01-31", n: 500, run: "r1" },
      { day: "2026-02-28", n: 550, run: "r3" },
    ]);
    expect(await rows("select run_id, customers::int as n from clv_runs order by run_id")).toEqual([
      { run_id: "r1", n: 500 },
      { run_id: "r2", n: 600 },
      { run_id: "r3", n: 550 },
      { run_id: "r4", n: 10 },
    ]);
    expect(await one("select count(distinct run_id)::int from clv_scores_by_run")).toBe(3);
  });

  test("grants, dependent views, indexes and comments stay", async () => {
    await publish({}, mode);

    const role = `analyst_${schema}`;
    await chief.query(`create role ${role} login password 'pw-analyst'`);
    await chief.query(`grant usage on schema ${schema} to ${role}`);
    await chief.query(`grant select on clv_scores, clv_scores_history to ${role}`);
    await chief.query(
      "create view best as select customer_id, clv_365d from clv_scores where value_rank <= 10",
    );
    await chief.query(`grant select on best to ${role}`);
    const indexed = mode === "upsert" ? "clv_scores" : "clv_scores_by_run";
    await chief.query(`create index by_tier on ${indexed} (value_tier, clv_365d)`);
    await chief.query("comment on column clv_scores.x is 'our own words'");
    await publish({ asOf: "2026-02-28", runId: "r2", attributes: ["channel", "country"] }, mode);
    const analyst = await connect(role, "pw-analyst");
    try {
      expect(await one(`select min(run_id) from ${schema}.clv_scores`, analyst)).toBe("r2");
      expect(await one(`select count(*)::int from ${schema}.best`, analyst)).toBe(10);
      expect(await one(`select count(*)::int from ${schema}.clv_scores_history`, analyst)).toBe(1000);
      await expect(analyst.query(`delete from ${schema}.clv_scores`)).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|55000)$/),
      });
    } finally {
      await analyst.end();
    }
    const plan = JSON.stringify(
      (
        await rows(
          "explain (format json) select * from clv_scores where value_tier = 'nobody' and clv_365d > 99",
        )
      ).flat(),
    );
    expect(plan).toMatch(/Index Name[^}]*(by_tier|value_tier_clv_365d_idx)/);
    expect(
      await one(
        "select col_description('clv_scores'::regclass, attnum) from pg_attribute where attrelid = 'clv_scores'::regclass and attname = 'x'",
      ),
    ).toBe("our own words");
  });

  test("new columns are added, those not published any more are NULL, another type is refused", async () => {
    await publish({}, mode);
    const more = { asOf: "2026-02-28", runId: "r2", horizonsDays: [90, 730], attributes: ["country"] };
    await publish(more, mode);
    expect(
      await rows(
        "select count(clv_730d)::int as added, count(country)::int as attribute, count(clv_365d)::int as gone, count(channel)::int as lost from clv_scores",
      ),
    ).toEqual([{ added: 500, attribute: 400, gone: 0, lost: 0 }]);
    expect(
      await rows(
        "select as_of::text as day, count(clv_730d)::int as added, count(clv_365d)::int as old from clv_scores_history group by 1 order by 1",
      ),
    ).toEqual([
      { day: "2026-01-31", added: 0, old: 500 },
      { day: "2026-02-28", added: 500, old: 0 },
    ]);
    const before = await one(content("clv_scores"));
    const all = await publishing(engine, scoresOf({ asOf: "2026-03-31", runId: "r3" }), server.env);
    const changed = sql`(select * exclude (x), x::varchar as x from ${all.scores})`;
    await expect(
      publishToPostgres({ to: "postgres", path: schema, mode }, { ...all, scores: changed }),
    ).rejects.toMatchObject({
      code: "SINK_REFUSED",
      exitCode: 6,
      message: expect.stringMatching(
        /1 of \d+ columns with another type: "x" is integer, what is published text/,
      ),
    });
    expect(await one(content("clv_scores"))).toBe(before);
  });

  test("sums that differ leave the old scores, and nothing else", async () => {
    await publish({}, mode);
    const before = [
      await one(content("clv_scores")),
      await one(content("clv_scores_history")),
      await one(content("clv_runs")),
    ];
    const all = await publishing(engine, scoresOf({ asOf: "2026-02-28", runId: "r2" }), server.env);
    const wrong = { ...all.expected, clv: all.expected.clv! + 0.01 };
    await expect(
      publishToPostgres({ to: "postgres", path: schema, mode }, { ...all, expected: wrong }),
    ).rejects.toMatchObject({
      code: "RECONCILIATION_FAILED",
      exitCode: 6,
    });
    expect([
      await one(content("clv_scores")),
      await one(content("clv_scores_history")),
      await one(content("clv_runs")),
    ]).toEqual(before);
    expect(await one("select count(distinct run_id)::int from clv_scores_by_run")).toBe(1);
  });

  test("a customer twice is refused", async () => {
    const all = await publishing(engine, scoresOf(), server.env);
    const twice = sql`(select * replace ('c' as customer_id) from ${all.scores})`;
    await expect(
      publishToPostgres({ to: "postgres", path: schema, mode }, { ...all, scores: twice }),
    ).rejects.toMatchObject({
      code: "SINK_REFUSED",
      message: expect.stringContaining("hold a customer twice"),
    });
    expect(await one("select count(*)::int from clv_scores")).toBe(0);
  });

  test("all columns have comments with units", async () => {
    await publish({}, mode);
    const relations = [
      ...["clv_scores", "clv_scores_history", "clv_customer_history", "clv_scores_by_run", "clv_published"],
      ...["clv_runs", "clv_monitoring"],
    ];
    const bare =
      await rows(`select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = '${schema}'::regnamespace and c.relname in (${relations.map((r) => `'${r}'`).join(", ")})
        and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)`);
    expect(bare).toEqual([]);
    const comment = (column: string) =>
      one(
        `select col_description(attrelid, attnum) from pg_attribute where attrelid = 'clv_scores'::regclass and attname = '${column}'`,
      );
    expect(await comment("t_x_days")).toBe("days from the first to the last purchase");
    expect(await comment("purchases_90d_hi95")).toBe(
      "upper bound of the 95 % interval: number of purchases in the next 90 days",
    );
    expect(await comment("channel")).toBe("attribute of the customer, as in the source");
  });
});

/** clv_customer_history from clv_scores_history, for scores that have a CLV of one year. */
const followed = `select h.customer_id, h.as_of, h.x, h.p_alive, h.expected_purchases_365d, h.clv_365d, 365, h.value_tier,
  p.as_of, p.value_tier, h.p_alive - p.p_alive, h.clv_365d - p.clv_365d, h.model_version, h.run_id
from clv_scores_history h left join clv_scores_history p on p.customer_id = h.customer_id
  and p.as_of = (select max(as_of) from clv_published where as_of < h.as_of)`;
const apart = `select count(*)::int from ((table clv_customer_history except all (${followed})) union all ((${followed}) except all table clv_customer_history)) d`;

describe("clv_customer_history", () => {
  test("tells what changed between the dates that are shown, whatever was published when", async () => {
    await publish();
    expect(await one(apart)).toBe(0);
    await publish({ asOf: "2026-03-31", runId: "r3", from: 200 });
    await publish({ asOf: "2026-02-28", runId: "r2", from: 100 });
    await publish({ asOf: "2026-02-28", runId: "r4", from: 150 });
    expect(await one(apart)).toBe(0);
    expect(
      await rows(
        "select as_of::text as day, count(*)::int as n, count(previous_as_of)::int as known, max(previous_as_of)::text as before, count(clv_change)::int as changes from clv_customer_history group by 1 order by 1",
      ),
    ).toEqual([
      { day: "2026-01-31", n: 500, known: 0, before: null, changes: 0 },
      { day: "2026-02-28", n: 500, known: 350, before: "2026-01-31", changes: 350 },
      { day: "2026-03-31", n: 500, known: 450, before: "2026-02-28", changes: 450 },
    ]);
    await chief.query("delete from clv_published where as_of = date '2026-02-28'");
    expect(await one(apart)).toBe(0);
    expect(
      await one("select max(previous_as_of)::text from clv_customer_history where as_of = date '2026-03-31'"),
    ).toBe("2026-01-31");
  });

  test("reads one customer by the index, and follows them through other horizons and new attributes", async () => {
    await publish();
    const role = `follower_${schema}`;
    await chief.query(`create role ${role} login password 'pw-follower'`);
    await chief.query(`grant usage on schema ${schema} to ${role}`);
    await chief.query(`grant select on clv_customer_history, clv_monitoring to ${role}`);
    await chief.query("create view fallen as select * from clv_customer_history where clv_change < 0");
    await chief.query("comment on column clv_customer_history.clv is 'our own words'");
    const more = { horizonsDays: [90, 730], attributes: ["channel", "country"] };
    await publish({ asOf: "2026-02-28", runId: "r2", ...more });
    await publish({ asOf: "2026-03-31", runId: "r3", ...more });
    const follower = await connect(role, "pw-follower");
    try {
      expect(
        await rows(
          `select as_of::text as day, horizon_days as days, previous_as_of is not null as known, clv_change is not null as changed from ${schema}.clv_customer_history where customer_id = 'c000000007' order by 1`,
          follower,
        ),
      ).toEqual([
        { day: "2026-01-31", days: 365, known: false, changed: false },
        { day: "2026-02-28", days: 730, known: true, changed: false },
        { day: "2026-03-31", days: 730, known: true, changed: true },
      ]);
      expect(await one(`select count(*)::int from ${schema}.clv_monitoring`, follower)).toBe(3);
      await expect(follower.query(`select 1 from ${schema}.clv_scores_by_run`)).rejects.toMatchObject({
        code: "42501",
      });
    } finally {
      await follower.end();
    }
    expect(await one("select count(*)::int from fallen where as_of = date '2026-03-31'")).toBeGreaterThan(99);
    expect(
      await one(
        "select col_description(attrelid, attnum) from pg_attribute where attrelid = 'clv_customer_history'::regclass and attname = 'clv'",
      ),
    ).toBe("our own words");
    await chief.query("analyze clv_scores_by_run, clv_published; set enable_seqscan = off");
    const plan = JSON.stringify(
      await rows(
        "explain (format json) select * from clv_customer_history where customer_id = 'c000000007' order by as_of",
      ),
    );
    await chief.query("reset enable_seqscan");
    const scans = plan.match(/"Relation Name":"clv_scores_by_run"[^}]*"Index Cond":"[^}]*customer_id/g);
    expect(scans, plan).toHaveLength(2);
  });
});

test("clv_monitoring has the measures of the run that published a date last", async () => {
  await publish();
  await publish({ asOf: "2026-02-28", runId: "r2" });
  await publish({ asOf: "2026-02-28", runId: "r3" });
  await publish({ asOf: "2026-02-28", runId: "r3" });
  expect(
    await rows("select as_of::text as day, run_id, measure, value from clv_monitoring order by 1"),
  ).toEqual([
    { day: "2026-01-31", run_id: "r1", measure: "mean_clv", value: 95.5 },
    { day: "2026-02-28", run_id: "r3", measure: "mean_clv", value: 95.5 },
  ]);
});

test("the columns of the tests are those of a run", async () => {
  const described = await engine
    .query(sql`select * from ${sql`(${syntheticScores(scoresOf())})`} limit 0`)
    [Symbol.asyncIterator]()
    .next();
  expect(columnsOf(described.value!.schema)).toEqual(columnsOf(scoresSchema([90, 180, 365], ["channel"])));
});

test("upsert: what hangs on clv_scores goes on: a foreign key to it, a trigger, rows that stay the same rows", async () => {
  await publish({}, "upsert");
  await chief.query("create table offers (customer_id text references clv_scores on delete set null)");
  await chief.query("insert into offers values ('c000000001'), ('c000000400')");
  await publish({ asOf: "2026-02-28", runId: "r2", from: 100 }, "upsert");
  expect(await rows(current)).toEqual([{ n: 500, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
  expect(await rows("select customer_id from offers order by 1")).toEqual([
    { customer_id: "c000000400" },
    { customer_id: null },
  ]);
  await chief.query(
    "alter table offers drop constraint offers_customer_id_fkey, add foreign key (customer_id) references clv_scores",
  );
  await expect(publish({ asOf: "2026-03-31", runId: "r3", from: 450 }, "upsert")).rejects.toMatchObject({
    code: "SINK_REFUSED",
    message: expect.stringMatching(/violates foreign key constraint.*on delete cascade/),
  });
  expect(await rows(current)).toEqual([{ n: 500, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
  expect(await rows("select distinct run_id from clv_scores_history order by 1")).toEqual([
    { run_id: "r1" },
    { run_id: "r2" },
  ]);
});

test("another mode than before, and a table in the way, are refused with what to do", async () => {
  await publish();
  await expect(publish({ runId: "r2" }, "upsert")).rejects.toMatchObject({
    code: "SINK_REFUSED",
    message: expect.stringContaining(
      "is a view, and publishing needs a table of that name in this mode: set mode: swap",
    ),
  });
  await chief.query("drop view clv_scores");
  await publish({ runId: "r2" }, "upsert");
  await expect(publish({ runId: "r3" })).rejects.toMatchObject({
    message: expect.stringContaining("set mode: upsert"),
  });
  expect(await rows(dates)).toEqual([{ day: "2026-01-31", n: 500, run: "r2" }]);
  schema = "taken";
  await chief.query("create schema taken; create table taken.clv_scores_history (a int)");
  await expect(publish()).rejects.toMatchObject({
    message: expect.stringMatching(/is a table, and publishing needs a view/),
  });
});

test("with the engine in the same database no score leaves it", async () => {
  const home = await openPostgres({ env: server.env, schema: `${schema}_run` });
  const warnings: string[] = [];
  try {
    const all = await publishing(engine, scoresOf(), server.env);
    await home.load({ name: "scores" }, engine.query(sql`select * from ${all.scores}`));
    let batches = 0;
    const watched: Engine = {
      ...home,
      name: "postgres",
      query(statement, signal) {
        if (statement.text.includes('"scores"')) batches += 1;
        return home.query(statement, signal);
      },
      describe: (select) => home.describe(select),
      rows: (select, signal) => home.rows(select, signal),
    };
    const config = configSchema.parse({ source: { paths: ["log.csv"] }, engine: { name: "postgres" } });
    const target = { to: "postgres", path: schema, mode: "swap" } as const;
    await publishToPostgres(target, {
      ...all,
      config,
      engine: watched,
      scores: home.dialect.table("scores"),
      warn: (w) => warnings.push(w),
    });
    expect(batches).toBe(0);
    const there = await one(content("clv_scores"));
    await publish({ runId: "r1" });
    expect(await one(content("clv_scores"))).toBe(there);
  } finally {
    await home.close();
  }
});

describe("refusals say what to do, and no secret", () => {
  const password = "pw-of-nobody-77";
  const as = (user: string) => ({ ...server.env, PGUSER: user, PGPASSWORD: password });

  test("no right to create a schema, none on it, tables of another owner", async () => {
    const role = `clerk_${schema}`;
    await chief.query(`create role ${role} login password '${password}'`);
    const refuse = async (expected: RegExp, more: Partial<Synthetic> = {}): Promise<void> => {
      const error = await publish(more, "swap", as(role)).then(
        () => null,
        (e: unknown) => e,
      );
      expect(error).toMatchObject({
        code: "SINK_REFUSED",
        exitCode: 6,
        message: expect.stringMatching(expected),
      });
      expect(inspect(error, { depth: 9 })).not.toContain(password);
    };
    await refuse(/permission denied for database.*grant create on database/s);
    await chief.query(`create schema ${schema}`);
    await refuse(/permission denied for schema.*grant usage, create on schema/s);
    await publish();
    await chief.query(
      `grant all on schema ${schema} to ${role}; grant all on all tables in schema ${schema} to ${role}; grant all on all sequences in schema ${schema} to ${role}`,
    );
    await refuse(/must be owner of/, { runId: "r2", attributes: ["channel", "country"] });
    expect(await rows(current)).toEqual([{ n: 500, first: "2026-01-31", last: "2026-01-31", run: "r1" }]);
    await publish({ asOf: "2026-02-28", runId: "r3" }, "swap", as(role));
    expect(await rows(current)).toEqual([{ n: 500, first: "2026-02-28", last: "2026-02-28", run: "r3" }]);
  });

  test("a full disk", async () => {
    await publish();
    await chief.query(
      `create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
    );
    await chief.query("create trigger full_disk before insert on clv_published execute function full_disk()");
    await expect(publish({ asOf: "2026-02-28", runId: "r2" })).rejects.toMatchObject({
      code: "ENGINE_OUT_OF_DISK",
      exitCode: 6,
      message: expect.stringContaining("Nothing was made visible there"),
    });
    expect(await rows(current)).toEqual([{ n: 500, first: "2026-01-31", last: "2026-01-31", run: "r1" }]);
  });

  test("a connection that breaks is made again, and the publication is whole", async () => {
    await publish();
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clv publish r2' and state <> 'idle' and query ~ 'copy .*clv_scores_by_run'`;
    const warnings: string[] = [];
    const all = await publishing(
      engine,
      scoresOf({ asOf: "2026-02-28", runId: "r2", customers: 200_000 }),
      server.env,
      (text) => warnings.push(text),
    );
    const killer = await connect();
    let ended = 0;
    const timer = setInterval(async () => {
      if (ended === 0) ended += (await killer.query(end)).rowCount ?? 0;
    }, 20);
    const output = await publishToPostgres({ to: "postgres", path: schema, mode: "swap" }, all).finally(() =>
      clearInterval(timer),
    );
    await killer.end();
    expect(ended).toBe(1);
    expect(output.reconciled.rows).toBe(200_000);
    expect(warnings.join()).toMatch(/try 2 of/);
    expect(await rows(current)).toEqual([{ n: 200_000, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
  });
});

describe("many scores come over two connections", () => {
  const many = { customers: 250_000, asOf: "2026-02-28", runId: "r2" };
  const before = [{ n: 500, first: "2026-01-31", last: "2026-01-31", run: "r1" }];

  test("all of them, as they were", async () => {
    await publish();
    expect((await publish(many)).reconciled.rows).toBe(250_000);
    expect(await rows(current)).toEqual([{ n: 250_000, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
    const pages = "select count(distinct xmin::text)::int from clv_scores_by_run where run_id = 'r2'";
    expect(await one(pages)).toBe(2);
    const [sent] = await engine.rows(
      sql`select sum(value_rank)::bigint as ranks, count(distinct customer_id) as customers, max(customer_id) as last, count(channel) as channels from (${syntheticScores(scoresOf(many))})`,
    );
    const [found] = await rows(
      "select sum(value_rank)::bigint as ranks, count(distinct customer_id) as customers, max(customer_id) as last, count(channel) as channels from clv_scores",
    );
    const text = (row: object) => Object.values(row).map(String);
    expect(text(found as object)).toEqual(text(sent!));
  });

  test("a customer twice is refused, and nothing of it stays", async () => {
    await publish();
    const all = await publishing(engine, scoresOf(many), server.env);
    const twice = sql`(select * replace (case when value_rank = 249999 then 'c000000001' else customer_id end as customer_id) from ${all.scores})`;
    await expect(
      publishToPostgres({ to: "postgres", path: schema, mode: "swap" }, { ...all, scores: twice }),
    ).rejects.toMatchObject({
      code: "SINK_REFUSED",
      message: expect.stringContaining("hold a customer twice"),
    });
    expect(await rows(current)).toEqual(before);
    expect(await one("select count(*)::int from clv_scores_by_run where run_id = 'r2'")).toBe(0);
  });

  test("readers see the old scores until one of the two breaks, and the whole new ones after the next try", async () => {
    await publish();
    const warnings: string[] = [];
    const all = await publishing(engine, scoresOf(many), server.env, (text) => warnings.push(text));
    const killer = await connect();
    const copying = `from pg_stat_activity where application_name = 'clv publish r2' and state <> 'idle' and query ~ 'copy .*clv_scores_by_run'`;
    let ended = 0;
    let looking = false;
    let shown: unknown[] = [];
    const timer = setInterval(async () => {
      if (ended > 0 || looking) return;
      looking = true;
      if ((await killer.query(`select pid ${copying}`)).rowCount === 2) {
        shown = await rows(current);
        const one = `select pg_terminate_backend(pid) ${copying} order by pid desc limit 1`;
        ended += (await killer.query(one)).rowCount ?? 0;
      }
      looking = false;
    }, 20);
    const target = { to: "postgres", path: schema, mode: "swap" } as const;
    const output = await publishToPostgres(target, all).finally(() => clearInterval(timer));
    await killer.end();
    expect(ended).toBe(1);
    expect(shown).toEqual(before);
    expect(output.reconciled.rows).toBe(250_000);
    expect(warnings.join()).toMatch(/try 2 of/);
    expect(await rows(current)).toEqual([{ n: 250_000, first: "2026-02-28", last: "2026-02-28", run: "r2" }]);
  });
});

test("a date is forgotten when its row of clv_published is deleted", async () => {
  await publish();
  await publish({ asOf: "2026-02-28", runId: "r2" });
  await chief.query("delete from clv_published where as_of < date '2026-02-01'");
  expect(await rows(dates)).toEqual([{ day: "2026-02-28", n: 500, run: "r2" }]);
  await publish({ asOf: "2026-03-31", runId: "r3" });
  expect(await one("select count(distinct run_id)::int from clv_scores_by_run")).toBe(2);
});

test("columns are added while someone reads for long: readers behind wait a blink", async () => {
  await publish();
  const long = await connect();
  await long.query(`begin; select count(*) from ${schema}.clv_scores`);
  setTimeout(() => void long.query("commit"), 2500);
  const done = publish({ asOf: "2026-02-28", runId: "r2", attributes: ["channel", "country"] });
  let slowest = 0;
  let reads = 0;
  let over = false;
  void done.finally(() => {
    over = true;
  });
  while (!over) {
    const start = performance.now();
    await chief.query("select count(*) from clv_scores");
    slowest = Math.max(slowest, performance.now() - start);
    reads += 1;
  }
  await done;
  await long.end();
  expect(reads).toBeGreaterThan(20);
  expect(slowest).toBeLessThan(1500);
  expect(await one("select count(country)::int from clv_scores")).toBe(400);
});

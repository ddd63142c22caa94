import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../pipeline/engines/engine.js";
import { publishToPostgres } from "../../pipeline/sinks/postgres/postgres.js";
import { cliFile, scratch } from "../pipeline/cli/clv-process.js";
import { thorough } from "../thorough.js";
import { dying } from "./dying-client.js";
import type { PostgresDatabase } from "./postgres-server.js";
import type { PublishJob } from "./publish-program.js";
import { sharedPostgres } from "./shared-servers.js";
import { openScratchEngine, publishing, type Synthetic } from "./synthetic-scores.js";

const folder = await scratch();
const program = resolve(cliFile, "../../test/servers/publish-program.js");
let server: PostgresDatabase;
let engine: Engine;

beforeAll(async () => {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
  server = await sharedPostgres("swap");
  engine = await openScratchEngine(folder);
});
afterAll(() => engine?.close());

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  return client;
}

const modes = ["swap", "upsert"] as const;
type Mode = (typeof modes)[number];
const targetOf = (schema: string, mode: Mode) => ({ to: "postgres", path: schema, mode }) as const;

async function publish(schema: string, mode: Mode, scores: Synthetic): Promise<void> {
  await publishToPostgres(targetOf(schema, mode), await publishing(engine, scores, server.env));
}

/** What a reader sees: all that is one statement's doing. */
interface Seen {
  readonly n: number;
  readonly days: number;
  readonly runs: number;
  readonly run: string | null;
}
const seenText = (schema: string): string =>
  `select count(*)::int as n, count(distinct as_of)::int as days, count(distinct run_id)::int as runs, min(run_id) as run from ${schema}.clv_scores`;

describe.each(modes)("mode %s: killed at any statement", (mode) => {
  const old: Synthetic = { customers: 300, asOf: "2026-01-31", runId: "old" };
  const next: Synthetic = {
    customers: 320,
    asOf: "2026-02-28",
    runId: "next",
    attributes: ["channel", "country"],
  };

  /** Runs the program to its end, or to the kill; returns the number of statements, or null. */
  function killed(job: PublishJob): Promise<number | null> {
    return new Promise((done, failed) => {
      const child = spawn(process.execPath, [program, JSON.stringify(job)], {
        env: { ...process.env, ...server.env, CLV_TEST_FOLDER: folder },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let out = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.on("error", failed);
      child.on("close", (code, signal) => {
        if (signal === "SIGKILL") done(null);
        else if (code === 0) done(Number(out));
        else failed(new Error(`it ended with ${code ?? signal}`));
      });
    });
  }

  /** The same within this process, by an engine of its own: one that has died keeps what it was doing. */
  async function cut({ target, scores, ...death }: PublishJob): Promise<number | null> {
    const own = await openScratchEngine(await mkdtemp(join(folder, "cut-")));
    const all = await publishing(own, scores, server.env);
    return dying(death, () => publishToPostgres(target, all));
  }

  /** Runs with scores that are shown for no date. */
  const leftovers = async (client: Client, schema: string): Promise<unknown[]> =>
    (
      await client.query(
        `select distinct run_id from ${schema}.clv_scores_by_run except select run_id from ${schema}.clv_published`,
      )
    ).rows;

  /** Publishes the old scores, then the next ones until it dies: at the k-th statement of those that `deaths` has for it, from k = 1 on. */
  async function killAtEach(
    schema: string,
    run: typeof killed,
    deaths: (killAt: number) => readonly PublishJob["when"][],
  ): Promise<Record<"old" | "next", number>> {
    const reader = await connect();
    const chief = await connect();
    const seen = { old: 0, next: 0 };
    const expectWhole = async (): Promise<"old" | "next"> => {
      const found = (await reader.query<Seen>(seenText(schema))).rows[0]!;
      expect(found).toMatchObject({ days: 1, runs: 1, n: found.run === "old" ? 300 : 320 });
      return found.run as "old" | "next";
    };
    /** Whether it came to the statement that it was to die at. */
    const kill = async (killAt: number, when: PublishJob["when"]): Promise<boolean> => {
      await chief.query(`drop schema if exists ${schema} cascade`);
      await publish(schema, mode, old);
      let over = false;
      const ended = run({ target: targetOf(schema, mode), scores: next, killAt, when }).finally(() => {
        over = true;
      });
      for (; !over; await sleep(10)) await expectWhole();
      if ((await ended) !== null) return false;
      seen[await expectWhole()] += 1;
      return true;
    };
    try {
      for (let killAt = 1; ; killAt++)
        for (const when of deaths(killAt)) {
          if (!(await kill(killAt, when))) return seen;
          await publish(schema, mode, { ...next, runId: "after", customers: 310 });
          const { rows } = await reader.query<Seen>(seenText(schema));
          expect(rows).toEqual([{ n: 310, days: 1, runs: 1, run: "after" }]);
          expect(await leftovers(chief, schema)).toEqual([]);
        }
    } finally {
      await reader.end();
      await chief.end();
    }
  }

  test(`cut off at ${thorough ? "each" : "every third"} statement: readers see the old scores or the new, and the next publish leaves nothing behind`, async () => {
    const both = ["before", "after"] as const;
    const seen = await killAtEach(`cut_${mode}`, cut, (killAt) =>
      thorough ? both : killAt % 3 === 1 ? [both[killAt % 2]!] : [],
    );
    expect(seen.old).toBeGreaterThan(thorough ? 90 : 12);
    expect(seen.next).toBeGreaterThan(thorough ? 6 : 0);
  }, 900_000);

  test("the same of a process that is killed", async () => {
    const seen = await killAtEach(`killed_${mode}`, killed, (killAt) =>
      thorough || killAt % 16 === 8 ? ["before"] : [],
    );
    expect(seen.old).toBeGreaterThan(thorough ? 20 : 1);
  }, 900_000);

  test("of the very first publication: nothing or all of it", async () => {
    const schema = `first_${mode}`;
    const chief = await connect();
    let died = 0;
    try {
      for (let killAt = 1; ; killAt += thorough ? 1 : 5) {
        await chief.query(`drop schema if exists ${schema} cascade`);
        const job: PublishJob = { target: targetOf(schema, mode), scores: next, killAt, when: "before" };
        if ((await cut(job)) !== null) break;
        died += 1;
        const there = (await chief.query(`select to_regclass('${schema}.clv_scores') is not null as there`))
          .rows[0];
        if (there.there) expect([0, 320]).toContain((await chief.query<Seen>(seenText(schema))).rows[0]!.n);
        await publish(schema, mode, { ...next, runId: "after" });
        expect((await chief.query<Seen>(seenText(schema))).rows).toEqual([
          { n: 320, days: 1, runs: 1, run: "after" },
        ]);
        expect(await leftovers(chief, schema)).toEqual([]);
      }
    } finally {
      await chief.end();
    }
    expect(died).toBeGreaterThan(5);
  }, 600_000);
});

describe.each(modes)("mode %s: 8 readers during many swaps", (mode) => {
  const swaps = thorough ? 50 : 15;
  /** Between two statements of a reader: without it they alone keep two cores busy. */
  const pauseMs = thorough ? 0 : 10;
  const customers = (swap: number): number => 1000 + swap;
  /** Every third publication is of the same date again, so that its scores are replaced. */
  const scoresOf = (swap: number): Synthetic => ({
    customers: customers(swap),
    asOf: new Date(Date.UTC(2026, 0, 1 + swap - (swap % 3 === 2 ? 1 : 0))).toISOString().slice(0, 10),
    runId: `run_${swap}`,
  });
  const schema = `busy_${mode}`;

  test("no error, no empty table, never two dates, and a transaction goes on seeing what it saw", async () => {
    await publish(schema, mode, scoresOf(0));
    let over = false;
    const runs = new Set<string>();
    let reads = 0;
    const check = ({ n, days, runs: many, run }: Seen): string => {
      expect({ n, days, many }).toEqual({ n: customers(Number(run?.split("_")[1])), days: 1, many: 1 });
      runs.add(run!);
      reads += 1;
      return run!;
    };
    const read = async (client: Client, query: string | { name: string; text: string }): Promise<string> =>
      check((await client.query<Seen>(query as string)).rows[0]!);
    const text = seenText(schema);
    const kinds: readonly ((client: Client) => Promise<void>)[] = [
      async (client) => {
        await read(client, text);
      },
      async (client) => {
        await read(client, { name: "prepared", text });
      },
      async (client) => {
        // a snapshot that has not touched the scores yet, and one swap or more go by
        await client.query("begin isolation level repeatable read; select count(*) from pg_class");
        await sleep(Math.random() * 300);
        const first = await read(client, text);
        await sleep(Math.random() * 300);
        expect(await read(client, text)).toBe(first);
        await client.query("commit");
      },
      async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as apart from ${schema}.clv_scores s
           left join ${schema}.clv_scores_history h using (customer_id, as_of, run_id) where h.run_id is null`,
        );
        expect(rows).toEqual([{ apart: 0 }]);
        reads += 1;
      },
    ];
    const readers = Array.from({ length: 8 }, async (_, i) => {
      const client = await connect();
      try {
        for (; !over; await sleep(pauseMs)) await kinds[i % kinds.length]!(client);
      } finally {
        await client.end();
      }
    });
    const all = Promise.all(readers);
    try {
      for (let swap = 1; swap <= swaps; swap++)
        await Promise.race([publish(schema, mode, scoresOf(swap)), all.then(() => undefined)]);
    } finally {
      over = true;
    }
    await all;
    expect(runs.size).toBeGreaterThan(swaps / 3);
    expect(reads).toBeGreaterThan(8 * swaps);
    await publish(schema, mode, scoresOf(swaps + 1));
    const chief = await connect();
    const { rows } = await chief.query(
      `select distinct run_id from ${schema}.clv_scores_by_run except select run_id from ${schema}.clv_published`,
    );
    await chief.end();
    expect(rows).toEqual([]);
  }, 600_000);
});

import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSpark } from "../../pipeline/engines/spark/spark.js";
import { sql } from "../../pipeline/sql/sql.js";
import { contractBatch } from "../pipeline/engines/engine-contract.js";
import { type SparkServer, startSpark } from "./spark-server.js";

let server: SparkServer;
beforeAll(async () => {
  server = await startSpark({
    quick: true,
    conf: { "spark.connect.progress.reportInterval": "200ms" },
  });
});
afterAll(() => server?.stop());

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("both workers work, and when one is killed the other finishes the statement: same rows", async () => {
  const engine = await openSpark({ env: server.env, database: "cluster" });
  expect(server.workers.every(({ pid }) => alive(pid))).toBe(true);
  expect(await engine.load({ name: "t" }, [contractBatch(0, 200_000)])).toBe(200_000);
  const slow = sql`select k % 1000 as g, count(*) as n, sum(reduce(sequence(1, 20), k, (a, b) -> a * 31 % 1000003 + b)) as h
    from (select k from t union all select k from t) cross join range(0, 4, 1, 4) group by k % 1000`;
  const grouped = sql`select count(*) as "groups", sum(n) as n, sum(h) as h from grouped`;
  await engine.materialize({ name: "grouped" }, slow);
  const [whole] = await engine.rows(grouped);
  expect(whole).toMatchObject({ groups: 1000, n: 1_600_000 });

  const again = engine.materialize({ name: "grouped" }, slow);
  while (!((engine.progress()?.percentage ?? 0) > 0)) await sleep(20);
  server.workers[1]!.kill();
  expect(await again).toBe(1000);
  expect(alive(server.workers[0]!.pid)).toBe(true);
  expect(await engine.rows(grouped)).toEqual([whole]);
  await engine.close();
});

test("stopping leaves neither processes nor files", async () => {
  const pids = [server.driverPid, ...server.workers.map(({ pid }) => pid)];
  await server.stop();
  expect(pids.filter(alive)).toEqual([]);
  expect(existsSync(server.directory)).toBe(false);
});

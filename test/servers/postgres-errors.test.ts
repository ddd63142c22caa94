import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPostgres, type PostgresClient } from "../../pipeline/engines/postgres/client.js";
import { raw, sql } from "../../pipeline/sql/sql.js";
import { cliFile, scratch } from "../pipeline/cli/clv-process.js";
import { freePort, type PostgresDatabase } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";
import { smallDisk } from "./small-disk.js";

const folder = await scratch();
const secret = "pw-of-a-reader-77c1";
let server: PostgresDatabase;
let chief: PostgresClient;

const orders = 60_000;

beforeAll(async () => {
  server = await sharedPostgres("errors");
  chief = await connectPostgres({ env: server.env });
  for (const statement of [
    `create role shopper login password '${secret}'`,
    `grant create on database ${server.database} to shopper`,
    "create schema shop; grant usage on schema shop to shopper",
    `create table shop.orders as select 'c' || i % 20000 as customer, date '2024-01-01' + i % 300 as day,
       (i % 90)::numeric(12,2) as amount, i % 2 = 0 as paid from generate_series(1, ${orders}) i`,
    "create table shop.secret as table shop.orders",
    "grant select on shop.orders to shopper",
  ])
    await chief.execute(raw(statement));
  await writeFile(
    join(folder, "clv.yaml"),
    JSON.stringify({
      source: { format: "postgres", table: "shop.orders" },
      columns: { customer: "customer", date: "day", amount: "amount" },
      engine: { name: "postgres" },
      uncertainty: { intervals: false },
      publish: ["postgres:scores"],
    }),
  );
});
afterAll(() => chief?.close());

/** `clv run` as a user runs it, with the address in the environment. */
function clv(url: string, ...flags: string[]): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile, "run", "--config", "clv.yaml", "--quiet", ...flags], {
      cwd: folder,
      env: { PATH: process.env.PATH, CLV_POSTGRES_URL: url },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, err }));
  });
}

const address = (password = secret): string => server.url("shopper", password);

test("a wrong password", async () => {
  const { code, err } = await clv(address("pw-that-is-wrong-5d2e"));
  expect([code, err]).toEqual([6, expect.stringMatching(/^ENGINE_DENIED: .*shopper/)]);
  expect(err).not.toContain("5d2e");
});

test("a host that does not answer", async () => {
  const port = await freePort();
  const { code, err } = await clv(`postgres://shopper:${secret}@127.0.0.1:${port}/shop`);
  expect([code, err]).toEqual([
    6,
    expect.stringMatching(new RegExp(`ENGINE_UNREACHABLE: .*127.0.0.1:${port}`)),
  ]);
  expect(err).not.toContain(secret);
});

test("a table that is not there", async () => {
  const { code, err } = await clv(address(), "--source.table", "shop.ordres");
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/^SOURCE_NOT_FOUND: .*shop\.ordres.*source\.table/s),
  ]);
});

test("a column of the wrong type", async () => {
  const { code, err } = await clv(address(), "--columns.amount", "paid");
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(
      /^SOURCE_TYPE: .*columns\.amount = "paid" is of type boolean, not a number or text/,
    ),
  ]);
});

test("no permission", async () => {
  const { code, err } = await clv(address(), "--source.table", "shop.secret");
  expect([code, err]).toEqual([6, expect.stringMatching(/^ENGINE_DENIED: .*secret/)]);
});

test("a full disk: nothing is published, and the run goes on when there is room", async ({ skip }) => {
  const disk = smallDisk(server);
  if (disk === null) skip("mounting is not allowed here");
  try {
    await chief.execute(sql`create tablespace small location ${disk!.space}`);
    await chief.execute(raw("grant create on tablespace small to shopper"));
    await chief.execute(raw("alter role shopper set default_tablespace = small"));
    const { code, err } = await clv(address());
    expect([code, err]).toEqual([6, expect.stringMatching(/^ENGINE_OUT_OF_DISK: .*server's disk/)]);
    expect(await chief.rows(raw("select to_regclass('scores.clv_scores') is null as none"))).toEqual([
      { none: true },
    ]);
    await chief.execute(raw("alter role shopper reset default_tablespace"));
    const again = await clv(address(), "--resume");
    expect(again.code, again.err).toBe(0);
    expect(await chief.rows(raw("select count(*) as n from scores.clv_scores"))).toEqual([{ n: 20_000 }]);
  } finally {
    disk!.unmount();
  }
});

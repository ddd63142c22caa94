import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import type { RecordBatch } from "apache-arrow";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  connectPostgres,
  type PostgresClient,
  type PostgresOptions,
  sqlState,
} from "../../pipeline/engines/postgres/client.js";
import { ClvError } from "../../pipeline/errors.js";
import { id, list, lit, raw, sql } from "../../pipeline/sql/sql.js";
import { collect, contractBatch } from "../pipeline/engines/engine-contract.js";
import { freePort, type PostgresServer, startPostgres } from "./postgres-server.js";
import { smallDisk } from "./small-disk.js";

const secret = "pw-that-nobody-may-see-42";
const wrongSecret = "pw-that-is-wrong-43";

let server: PostgresServer;
const open: PostgresClient[] = [];
const warnings: string[] = [];
beforeAll(async () => {
  server = await startPostgres({ settings: { listen_addresses: "127.0.0.1,127.0.0.2" } });
  const chief = await connect({});
  await chief.execute(sql`create role reader login password ${secret}`);
  await chief.execute(sql`create table orders (customer_id text, amount numeric(18,2))`);
  await chief.execute(sql`create schema shut; create table shut.t (i int)`);
  await chief.execute(sql`revoke create on schema public from public`);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
  warnings.length = 0;
});
afterAll(() => server.stop());

async function connect(options: Partial<PostgresOptions>): Promise<PostgresClient> {
  const waits = [0.2, 0.5, 1, 2, 4];
  const client = await connectPostgres({
    env: server.env,
    waits,
    warn: (message) => warnings.push(message),
    ...options,
  });
  open.push(client);
  return client;
}

const asReader = { PGUSER: "reader", PGPASSWORD: secret };

/** The error of some work; whatever it is, no password stands in it. */
async function refusal(work: Promise<unknown>): Promise<ClvError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClvError);
  const everything = inspect(error, { depth: 20, showHidden: true }) + warnings.join();
  for (const hidden of [secret, wrongSecret, server.superuser.password])
    expect(everything).not.toContain(hidden);
  return error as ClvError;
}

const message = async (work: Promise<unknown>) => (await refusal(work)).message;

describe("who is let in", () => {
  const attempt = (env: Record<string, string>, more: Partial<PostgresOptions> = {}) =>
    refusal(connect({ env: { ...server.env, ...env }, waits: [], ...more }));

  test("a wrong password, no password, an unknown role", async () => {
    const wrong = await attempt({ PGUSER: "reader", PGPASSWORD: wrongSecret });
    expect(wrong.code).toBe("ENGINE_DENIED");
    expect(wrong.message).toMatch(/127\.0\.0\.1:\d+ \(from PGHOST\) refused the password of user "reader"/);
    const none = await attempt({ PGUSER: "reader", PGPASSWORD: "" });
    expect(none.code).toBe("ENGINE_DENIED");
    expect(none.message).toMatch(/asks for the password of user "reader", and none is given/);
    expect((await attempt({ PGUSER: "nobody" })).code).toBe("ENGINE_DENIED");
    const { port } = server;
    const url = `postgresql://reader:${wrongSecret}@127.0.0.1:${port}/postgres`;
    const fromUrl = await attempt({ ORDERS_URL: url }, { connection: "ORDERS_URL" });
    expect(fromUrl.message).toContain("(from ORDERS_URL)");
  });

  test("no such database, a port where nobody listens, a host that does not exist", async () => {
    const base = await attempt({ PGDATABASE: "nowhere" });
    expect([base.code, base.message]).toEqual([
      "ENGINE_UNREACHABLE",
      expect.stringContaining('no database "nowhere"'),
    ]);
    const shut = await attempt({ PGPORT: String(await freePort()) }, { waits: [0.05, 0.05] });
    expect(shut.code).toBe("ENGINE_UNREACHABLE");
    expect(shut.message).toContain("nobody listens there");
    expect(shut.exitCode).toBe(6);
    expect(warnings.map((text) => text.replace(/.*; /, ""))).toEqual([
      "try 2 of 3 in 0.05 s",
      "try 3 of 3 in 0.05 s",
    ]);
    const host = await attempt({ PGHOST: "no-such-host.invalid" });
    expect([host.code, host.message]).toEqual([
      "ENGINE_UNREACHABLE",
      expect.stringContaining("no-such-host.invalid"),
    ]);
  });

  test("a variable that is not set or holds no URL is an error of the config", async () => {
    expect((await attempt({}, { connection: "ORDERS_URL" })).code).toBe("CONFIG_INVALID");
    const text = `host=127.0.0.1 password=${secret}`;
    expect((await attempt({ CLV_POSTGRES_URL: text })).code).toBe("CONFIG_INVALID");
  });
});

describe("encryption", () => {
  const encrypted = async (env: Record<string, string>) => {
    const client = await connect({ env: { ...server.env, ...env }, waits: [] });
    const [row] = await client.rows(sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`);
    return row?.ssl;
  };

  test("sslmode decides whether the line is encrypted and whom it trusts", async () => {
    expect(await encrypted({ PGSSLMODE: "disable" })).toBe(false);
    expect(await encrypted({})).toBe(true);
    expect(await encrypted({ PGSSLMODE: "require" })).toBe(true);
    const ours = { PGSSLROOTCERT: server.certificate };
    expect(await encrypted({ ...ours, PGSSLMODE: "verify-full" })).toBe(true);
    // 127.0.0.2 is not in the certificate
    expect(await encrypted({ ...ours, PGSSLMODE: "verify-ca", PGHOST: "127.0.0.2" })).toBe(true);
    const name = await refusal(encrypted({ ...ours, PGSSLMODE: "verify-full", PGHOST: "127.0.0.2" }));
    expect([name.code, name.message]).toEqual([
      "ENGINE_UNREACHABLE",
      expect.stringMatching(/no encrypted connection.*127\.0\.0\.2/),
    ]);
    const unknown = await refusal(encrypted({ PGSSLMODE: "verify-full" }));
    expect([unknown.code, unknown.message]).toEqual([
      "ENGINE_UNREACHABLE",
      expect.stringMatching(/self-signed.*PGSSLROOTCERT/s),
    ]);
    expect((await refusal(encrypted({ PGSSLMODE: "verify-ca" }))).code).toBe("CONFIG_INVALID");
  });

  test("a server without TLS is refused by require, and taken by prefer", async () => {
    const chief = await connect({});
    const switchTls = async (on: boolean) => {
      await chief.execute(raw(`alter system set ssl = ${on ? "on" : "off"}`));
      await chief.execute(sql`select pg_reload_conf()`);
      await sleep(300);
    };
    await switchTls(false);
    try {
      expect(await encrypted({ PGSSLMODE: "prefer" })).toBe(false);
      const error = await refusal(encrypted({ PGSSLMODE: "require" }));
      expect([error.code, error.message]).toEqual([
        "ENGINE_UNREACHABLE",
        expect.stringContaining("does not support SSL"),
      ]);
    } finally {
      await switchTls(true);
    }
  });
});

describe("what a statement may not", () => {
  test("no privilege: the error names what to grant", async () => {
    const reader = await connect({ env: { ...server.env, ...asReader } });
    const error = await refusal(collect(reader.query(sql`select * from orders`)));
    expect(error.code).toBe("ENGINE_DENIED");
    expect(error.message).toContain('grant select on "orders" to "reader"');
    expect(await message(reader.execute(sql`insert into orders values ('a', 1)`))).toContain(
      'grant insert on "orders"',
    );
    expect(await message(reader.rows(sql`select * from shut.t`))).toContain('grant usage on schema "shut"');
    expect(await message(reader.execute(sql`create table t (i int)`))).toContain(
      'grant usage, create on schema "public"',
    );
    expect(await message(reader.execute(sql`create schema mine`))).toContain(
      'grant create on database "postgres"',
    );
    expect(await message(reader.execute(sql`drop table orders`))).toContain("must be owner");
  });

  test("a missing table keeps its SQLSTATE", async () => {
    const client = await connect({});
    const error = await refusal(client.rows(sql`select * from missing`));
    expect([error.code, sqlState(error)]).toEqual(["ENGINE_REFUSED", "42P01"]);
  });

  test("detail and hint of the server are reported; secrets in a statement are not", async () => {
    const client = await connect({});
    await client.execute(sql`create table once (i int primary key)`);
    expect(await message(client.execute(sql`insert into once values (1), (1)`))).toContain(
      "Detail: Key (i)=(1) already exists",
    );
    expect(await message(client.rows(sql`select customer_idd from orders`))).toContain(
      "Hint: Perhaps you meant",
    );
    const link = lit(`postgresql://reader:${secret}@host/db`);
    const shown = await message(client.rows(sql`select missing(${link}), 'password=${raw(wrongSecret)}'`));
    expect(shown).toContain("postgresql://reader:***@host/db");
    expect(shown).toContain("password=***");
    await refusal(client.execute(sql`create role reader password ${wrongSecret}`));
    await refusal(collect(client.query(sql`select ${`password=${wrongSecret}`} as p, sum(1::bigint) as n`)));
    const aborted = AbortSignal.abort();
    await refusal(client.execute(sql`select ${`password=${wrongSecret}`}`, aborted));
    await client.close();
    const closed = await message(client.execute(sql`select ${`password=${wrongSecret}`}`));
    expect(closed).toMatch(/the engine is closed\nStatement: select 'password=\*\*\*'/);
  });

  test("a disk that is full", async () => {
    const client = await connect({});
    const disk = smallDisk(server);
    try {
      const fill = disk
        ? sql`create table large tablespace small as select repeat(i::text, 100) as t from generate_series(1, 1e5) i`
        : sql`do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`;
      if (disk) await client.execute(sql`create tablespace small location ${disk.space}`);
      const error = await refusal(client.execute(fill));
      expect([error.code, error.exitCode]).toEqual(["ENGINE_OUT_OF_DISK", 6]);
      expect(error.message).toMatch(/no room left on the server's disk .*No space left on device/);
    } finally {
      if (disk) {
        await client.execute(sql`drop tablespace small`);
        disk.unmount();
      }
    }
  });

  test("too little memory, and temporary files beyond their limit", async () => {
    const client = await connect({});
    const raise = sql`do $$ begin raise exception 'out of memory' using errcode = '53200'; end $$`;
    expect((await refusal(client.execute(raise))).code).toBe("ENGINE_OUT_OF_MEMORY");
    await client.execute(sql`set temp_file_limit = '1MB'`);
    const sort = sql`select count(*) from (select i from generate_series(1, 2e6) i order by md5(i::text) offset 1) s`;
    const error = await refusal(client.rows(sort));
    expect([error.code, error.message]).toEqual([
      "ENGINE_OUT_OF_DISK",
      expect.stringContaining("temp_file_limit"),
    ]);
  });

  test("a statement over its time says which limit; one that someone else stopped says so", async () => {
    const hurried = await connect({ statementTimeoutSeconds: 0.3 });
    const late = await refusal(hurried.execute(sql`select pg_sleep(20)`));
    expect([late.code, late.message]).toEqual([
      "ENGINE_REFUSED",
      expect.stringContaining("0.3 s of engine.statementTimeoutSeconds"),
    ]);
    const client = await connect({ applicationName: "to be stopped" });
    const stopped = refusal(client.execute(sql`select pg_sleep(20)`));
    await running("select pg_sleep(20)");
    const stop = sql`select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'to be stopped'`;
    await hurried.execute(stop);
    expect((await stopped).message).toMatch(/stopped the statement after \d\.\d s/);
  });
});

/** Waits until statements like these all run at the same time. */
async function running(...patterns: string[]): Promise<void> {
  const chief = await connect({});
  const likes = patterns.map((pattern) => sql`count(*) filter (where query like ${pattern}) > 0`);
  const all = sql`select ${list(likes, " and ")} as go from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()`;
  while ((await chief.rows(all))[0]?.go !== true) await sleep(20);
}

describe("a server that goes away", () => {
  test("a read is repeated, also one that streams and has given nothing yet", async () => {
    const client = await connect({});
    const read = client.rows(sql`select pg_sleep(1.5)::text as slept, 7 as n`);
    const stream = collect(client.query(sql`select i from generate_series(1, 10) i, pg_sleep(1.5)`));
    await running("select pg_sleep%", "copy%");
    await server.restart("immediate");
    expect(await read).toEqual([{ slept: "", n: 7 }]);
    expect((await stream).map((batch) => batch.numRows)).toEqual([10]);
    expect(warnings.length).toBeGreaterThanOrEqual(2);
    expect(warnings[0]).toMatch(/try 2 of 6 in 0\.2 s/);
  });

  test("a statement that may have had effects is not repeated, nor a stream that has begun", async () => {
    const client = await connect({});
    await client.execute(sql`create table effects (i int)`);
    const write = refusal(client.execute(sql`insert into effects select 1 from pg_sleep(50)`));
    const rows = client.query(sql`select i from generate_series(1, 3000000) i`)[Symbol.asyncIterator]();
    expect((await rows.next()).done).toBe(false);
    const transaction = refusal(client.transaction((on) => on.execute(sql`select pg_sleep(50)`)));
    await running("insert into effects%", "copy%", "select pg_sleep(50)");
    await server.restart();
    expect((await write).code).toBe("ENGINE_UNREACHABLE");
    expect((await write).message).toContain("broke during the statement");
    expect((await transaction).code).toBe("ENGINE_UNREACHABLE");
    const rest = async () => {
      while (!(await rows.next()).done);
    };
    expect((await refusal(rest())).code).toBe("ENGINE_UNREACHABLE");
    expect(await client.rows(sql`select count(*) as n from effects`)).toEqual([{ n: 0 }]);
  });

  test("a connection that broke while idle is replaced without a word; one that comes late is waited for", async () => {
    const client = await connect({});
    await server.restart();
    expect(await client.rows(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await server.halt();
    const late = client.rows(sql`select 2 as n`);
    await sleep(500);
    await server.resume();
    expect(await late).toEqual([{ n: 2 }]);
    expect(warnings.some((text) => text.includes("nobody listens there"))).toBe(true);
  });

  test("waiting for a server can be broken off", async () => {
    const client = await connect({ waits: [30] });
    await server.halt();
    try {
      const stop = new AbortController();
      const waiting = refusal(client.rows(sql`select 1`, stop.signal));
      await sleep(200);
      stop.abort();
      expect((await waiting).code).toBe("INTERRUPTED");
    } finally {
      await server.resume();
    }
  });
});

describe("a transaction", () => {
  const count = async (client: PostgresClient) =>
    (await client.rows(sql`select count(*) as n from ledger`))[0]?.n;

  test("is all or nothing", async () => {
    const client = await connect({});
    await client.execute(sql`create table ledger (k int, v float8, d date, s text)`);
    const fields = ["k", "v", "d", "s"];
    const done = await client.transaction(async (on) => {
      expect(await on.copyIn(id("ledger"), fields, [contractBatch(0, 1000)])).toBe(1000);
      expect(await on.execute(sql`delete from ledger where k >= 900`)).toBe(100);
      expect(await count(client)).toBe(0);
      const streamed = on.query(sql`select k from ledger`);
      for await (const batch of streamed) {
        expect(batch.numRows).toBe(900);
        break;
      }
      return (await on.rows(sql`select count(*) as n from ledger`))[0]?.n;
    });
    expect(done).toBe(900);
    expect(await count(client)).toBe(900);

    const broken = new Error("no");
    const failing = client.transaction(async (on) => {
      await on.execute(sql`delete from ledger`);
      throw broken;
    });
    await expect(failing).rejects.toBe(broken);
    const swallowed = client.transaction(async (on) => {
      await on.execute(sql`delete from ledger`);
      await on.execute(sql`select 1 / 0`).catch(() => undefined);
    });
    expect(await message(swallowed)).toContain("rolled back");
    const stop = new AbortController();
    const aborted = client.transaction(async (on) => {
      await on.execute(sql`delete from ledger`);
      stop.abort();
    }, stop.signal);
    expect((await refusal(aborted)).code).toBe("INTERRUPTED");
    expect(await count(client)).toBe(900);
  });

  test("an abort in the middle of a copy stops it on the server", async () => {
    const client = await connect({});
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<RecordBatch> {
      for (let i = 0; ; i++) {
        if (i === 3) setTimeout(() => stop.abort(), 50);
        yield contractBatch(i * 1000, 1000);
        await sleep(1);
      }
    }
    const copying = client.copyIn(id("ledger"), ["k", "v", "d", "s"], endless(), stop.signal);
    expect((await refusal(copying)).code).toBe("INTERRUPTED");
    expect(await count(client)).toBe(900);
    const busy = sql`select count(*) as n from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    expect(await client.rows(busy)).toEqual([{ n: 0 }]);
  });
});

test("the password comes from a password file that only its owner can read", async () => {
  const passfile = join(server.directory, "pgpass");
  await writeFile(passfile, `# ours\n127.0.0.1:${server.port}:*:reader:${secret}\n`, { mode: 0o600 });
  const env = { ...server.env, PGUSER: "reader", PGPASSWORD: "", PGPASSFILE: passfile };
  const client = await connect({ env });
  expect(await client.rows(sql`select current_user::text as me`)).toEqual([{ me: "reader" }]);
  expect(inspect(client, { depth: 20, showHidden: true })).not.toContain(secret);
});

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresSettings } from "../../../../pipeline/engines/postgres/settings.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "clv-settings-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const tls = async (env: Record<string, string>) => (await postgresSettings(env, undefined)).tls;
const refused = async (env: Record<string, string>, variable?: string): Promise<string> => {
  const error = await postgresSettings(env, variable).then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  expect(error).toMatchObject({ code: "CONFIG_INVALID" });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("s3cret");
  return error?.message ?? "";
};

test("a URL comes first, the variables of libpq fill its gaps, defaults the rest", async () => {
  const env = {
    WAREHOUSE: "postgresql://ana:s3%20cret@db.example/sales?application_name=night",
    PGPORT: "6543",
    PGUSER: "ben",
  };
  const known = await postgresSettings(env, "WAREHOUSE");
  expect(known).toMatchObject({
    host: "db.example",
    port: 6543,
    user: "ana",
    database: "sales",
    place: "db.example:6543/sales",
    origin: "from WAREHOUSE",
    applicationName: "night",
  });
  expect(known.password()).toBe("s3 cret");
  expect(inspect(known, { showHidden: true })).not.toContain("s3 cret");
  const variables = await postgresSettings({ PGUSER: "ben", PGHOST: "db" }, undefined);
  expect(variables).toMatchObject({ place: "db:5432/ben", origin: "from PGHOST" });
  expect(variables.password()).toBeUndefined();
  const home = await postgresSettings({ CLV_POSTGRES_URL: "postgres://[::1]:99/x", USER: "carl" }, undefined);
  expect(home).toMatchObject({ host: "::1", port: 99, user: "carl", database: "x" });
});

test("what is wrong is said without what is secret", async () => {
  expect(await refused({}, "WAREHOUSE")).toContain("WAREHOUSE is not set");
  expect(await refused({ W: "host=a password=s3cret" }, "W")).toContain("holds no URL");
  expect(await refused({ W: "mysql://a:s3cret@b/c" }, "W")).toContain("must begin with postgresql://");
  expect(await refused({ W: "postgresql://a:s3cret@b/c?sslmodus=on" }, "W")).toContain(
    'parameter "sslmodus"',
  );
  expect(await refused({ W: "postgresql://a:s3cret%@b/c" }, "W")).toContain("write %25");
  expect(await refused({ PGPORT: "70000" })).toContain('port of the PostgreSQL connection is "70000"');
  expect(await refused({ PGSSLMODE: "strict" })).toContain("disable, allow, prefer, require");
  expect(await refused({ PGSSLMODE: "verify-ca" })).toContain("needs sslrootcert");
  expect(await refused({ PGSSLMODE: "verify-full", PGSSLROOTCERT: join(directory, "none") })).toContain(
    "ENOENT",
  );
});

test("sslmode is what libpq means by it", async () => {
  const ca = join(directory, "ca.crt");
  await writeFile(ca, "a certificate");
  expect(await tls({})).toEqual([{ rejectUnauthorized: false }, false]);
  expect(await tls({ PGSSLMODE: "disable" })).toEqual([false]);
  expect(await tls({ PGHOST: "/run/postgresql", PGSSLMODE: "require" })).toEqual([false]);
  expect(await tls({ PGSSLMODE: "require" })).toEqual([{ rejectUnauthorized: false }]);
  const byAuthority = [
    { rejectUnauthorized: true, ca: "a certificate", checkServerIdentity: expect.any(Function) },
  ];
  expect(await tls({ PGSSLMODE: "require", PGSSLROOTCERT: ca })).toEqual(byAuthority);
  expect(await tls({ PGSSLMODE: "verify-ca", PGSSLROOTCERT: ca })).toEqual(byAuthority);
  expect(await tls({ PGSSLMODE: "verify-full" })).toEqual([{ rejectUnauthorized: true }]);
  const url = `postgresql://a@b/c?sslmode=verify-full&sslrootcert=${ca}`;
  expect(await tls({ CLV_POSTGRES_URL: url })).toEqual([{ rejectUnauthorized: true, ca: "a certificate" }]);
});

test("a password file: first line that fits, stars, escapes; left alone when others may read it", async () => {
  const file = join(directory, "passfile");
  const lines = ["# a comment", "db:5433:*:ana:wrong", "db:*:sa\\:les:ana:s3c\\:r\\\\et", "*:*:*:*:other"];
  await writeFile(file, lines.join("\n"), { mode: 0o600 });
  const env = { PGHOST: "db", PGUSER: "ana", PGDATABASE: "sa:les", PGPASSFILE: file };
  const password = async (more: Record<string, string> = {}) =>
    (await postgresSettings({ ...env, ...more }, undefined)).password();
  expect(await password()).toBe("s3c:r\\et");
  expect(await password({ PGUSER: "ben" })).toBe("other");
  expect(await password({ PGPASSWORD: "given" })).toBe("given");
  expect(await password({ PGPASSFILE: join(directory, "none") })).toBeUndefined();
  await chmod(file, 0o644);
  expect(await password()).toBeUndefined();
});

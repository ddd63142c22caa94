import { afterAll, beforeAll } from "vitest";
import { openPostgres } from "../../pipeline/engines/postgres.js";
import { connectPostgres } from "../../pipeline/engines/postgres-client.js";
import { raw } from "../../pipeline/sql/sql.js";
import { type PostgresServer, startPostgres } from "./postgres-server.js";
import { statementsSuite } from "./statements-suite.js";

/** A database whose own order of texts is that of a dictionary: a, A, b, B. */
const database = "dictionary";
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  const client = await connectPostgres({ env: server.env });
  await client.execute(
    raw(`create database ${database} template template0 locale_provider icu icu_locale 'en-US'`),
  );
  await client.close();
});
afterAll(() => server?.stop());

statementsSuite("PostgreSQL", () =>
  openPostgres({ env: { ...server.env, PGDATABASE: database }, schema: "statements" }),
);

import { beforeAll } from "vitest";
import { openPostgres } from "../../pipeline/engines/postgres/postgres.js";
import type { PostgresDatabase } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";
import { statementsSuite } from "./statements-suite.js";

let server: PostgresDatabase;
beforeAll(async () => {
  // a database whose own order of texts is that of a dictionary: a, A, b, B
  server = await sharedPostgres("statements", "template template0 locale_provider icu icu_locale 'en-US'");
});

statementsSuite("PostgreSQL", () => openPostgres({ env: server.env, schema: "statements" }));

import { beforeAll } from "vitest";
import { openSpark } from "../../pipeline/engines/spark/spark.js";
import { sharedSpark } from "./shared-servers.js";
import type { SparkAddress } from "./spark-server.js";
import { statementsSuite } from "./statements-suite.js";

let server: SparkAddress;
beforeAll(async () => {
  server = await sharedSpark();
});

statementsSuite("Spark", () => openSpark({ env: server.env, database: "statements" }));

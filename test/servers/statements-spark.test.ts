import { afterAll, beforeAll } from "vitest";
import { openSpark } from "../../pipeline/engines/spark.js";
import { type SparkServer, startSpark } from "./spark-server.js";
import { statementsSuite } from "./statements-suite.js";

let server: SparkServer;
beforeAll(async () => {
  server = await startSpark({ cluster: false, conf: { "spark.sql.shuffle.partitions": "2" } });
});
afterAll(() => server?.stop());

statementsSuite("Spark", () => openSpark({ env: server.env, database: "statements" }));

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres-server.js";
import { startSpark } from "./spark-server.js";

/**
 * One PostgreSQL and one Spark server for all suites: each is started when the first suite asks for it and ends with the last. Suites
 * run in processes of their own, so they ask over HTTP: GET /postgres or /spark gives the server's address as JSON.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const kinds = {
    postgres: () => startPostgres(),
    spark: () =>
      startSpark({
        cluster: false,
        driverMemory: "2g",
        quick: true,
        token: randomUUID(),
        conf: { "spark.connect.progress.reportInterval": "200ms", "spark.sql.shuffle.partitions": "2" },
      }),
  };
  type Kind = keyof typeof kinds;
  const started = new Map<Kind, Promise<{ stop(): Promise<void> }>>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kind = request.url!.slice(1) as Kind;
    if (!started.has(kind)) started.set(kind, kinds[kind]());
    try {
      response.end(JSON.stringify(await started.get(kind)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
  provide("sharedServers", `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  return async () => {
    http.close();
    http.closeAllConnections();
    const servers = await Promise.allSettled(started.values());
    await Promise.all(servers.map((s) => (s.status === "fulfilled" ? s.value.stop() : undefined)));
  };
}

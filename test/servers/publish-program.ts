/**
 * Publishes made-up scores into PostgreSQL, and kills itself on the way. usage: publish-program.js JOB, a PublishJob as
 * JSON. Prints the number of statements when it comes to its end.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { publishToPostgres } from "../../pipeline/sinks/postgres/postgres.js";
import type { Death } from "./dying-client.js";
import { openScratchEngine, publishing, type Synthetic } from "./synthetic-scores.js";

export interface PublishJob extends Death {
  readonly target: Parameters<typeof publishToPostgres>[0];
  readonly scores: Synthetic;
}

const { target, scores, killAt, when } = JSON.parse(process.argv[2] ?? "") as PublishJob;
const engine = await openScratchEngine(
  await mkdtemp(join(process.env.CLV_TEST_FOLDER ?? tmpdir(), "publish-")),
);
const all = await publishing(engine, scores, process.env);
let statements = 0;
const send = Client.prototype.query as (...args: unknown[]) => unknown;
Object.assign(Client.prototype, {
  query(...args: unknown[]): unknown {
    statements += 1;
    const die = (): void => {
      if (statements === killAt) process.kill(process.pid, "SIGKILL");
    };
    if (when === "before") die();
    const sent = send.apply(this, args);
    if (when === "after") die();
    return sent;
  },
});
await publishToPostgres(target, all);
await engine.close();
process.stdout.write(`${statements}\n`);

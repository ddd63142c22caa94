import { dirname, resolve } from "node:path";
import { type RecordBatch, Table } from "apache-arrow";
import {
  type ArrowArtifact,
  artifactTable,
  isKeptAs,
  loadArtifact,
  readArrowArtifact,
  type TableArtifact,
} from "../artifacts/artifact-files.js";
import type { ArtifactName, Artifacts } from "../artifacts/artifacts.js";
import type { Publication } from "../artifacts/publication.js";
import type { Config } from "../config/config.js";
import { openEngine } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { type FoundRun, findRun } from "../runs/find-run.js";
import { engineFolders } from "../runs/layout.js";
import { type Manifest, type OutputRecord, readManifest } from "../runs/manifest.js";
import { sql } from "../sql/sql.js";
import type { Reporter } from "../terminal/reporter.js";
import { identifyRun } from "./identify-run.js";
import { executeRun, type RunIo } from "./open-run.js";

/** A run of a runs folder: what it recorded, and what it made, read when it is asked for. */
export interface Run {
  /** Observation day and hash: 2024-12-30-1e1562a8ace6. */
  readonly runId: string;
  /** The folder of the run, absolute. */
  readonly runDir: string;
  /** What was run, from what, and how it ended. Seconds are wall time, times are UTC. */
  readonly manifest: Manifest;
  /**
   * What a stage left, by its name. A model has its parameters in its `timeUnit`, and in days as `dayParams`; money is in
   * `currency`. The model that scored is `champion`: `model` is what the run fitted, which the gates may have refused. Of tables
   * and Arrow files their rows; read them with `table` or `batches`.
   * @throws ClvError RUN_NOT_FOUND where the run did not get that far
   * @example (await run.artifact("champion")).purchase.dayParams // { r: 0.54, alpha: 29.6, … }
   */
  artifact<Name extends ArtifactName>(name: Name): Promise<Artifacts[Name]>;
  /**
   * A table as Arrow, in memory as a whole: for bases that fit. Columns, with their units, are those of data/schemas.
   * @throws ClvError RUN_NOT_FOUND where the run did not get that far, ENGINE_* where the table is not to be had
   * @example (await run.table("scores")).getChild("clv_365d")?.toArray()
   */
  table(name: TableArtifact | ArrowArtifact): Promise<Table>;
  /**
   * The same, batch by batch, of up to 131,072 rows each; the engine is open until the last one is taken, or the loop is left.
   * @example for await (const batch of run.batches("scores")) rows += batch.numRows;
   */
  batches(name: TableArtifact | ArrowArtifact): AsyncGenerator<RecordBatch, void>;
  /**
   * Publishes the scores again, to the outputs of the run's config, as `clv publish` does: each all or nothing, and read back.
   * @throws ClvError SOURCE_CHANGED where the log or the version of clv is another one by now, RUN_LOCKED, SINK_REFUSED, …
   */
  publish(): Promise<Publication>;
}

/** @param place the folder of a run, or a runs folder, of which `id` or the run that finished last is taken */
export async function openedRun(
  place: string,
  id: string | undefined,
  io: RunIo,
  reporter: Reporter,
): Promise<Run> {
  const dir = resolve(place);
  const manifest = id === undefined ? await readManifest(dir) : null;
  const found = manifest
    ? { runDir: dir, manifest }
    : await findRun(dir, id, ({ status }) => status === "done");
  return runOf(found, io, reporter);
}

/** A run that was found, to be read. */
export function runOf({ runDir, manifest }: FoundRun, io: RunIo, reporter: Reporter): Run {
  const { runId } = manifest;
  const recorded = (name: ArtifactName): OutputRecord => {
    for (const { outputs } of Object.values(manifest.stages)) if (outputs[name]) return outputs[name];
    throw new ClvError(
      "RUN_NOT_FOUND",
      `run ${runId} (${manifest.status}) has no ${name} yet; run it again with \`resume\`.`,
    );
  };
  const artifact = async <Name extends ArtifactName>(name: Name): Promise<Artifacts[Name]> =>
    loadArtifact(runDir, name, recorded(name).rows);

  async function* batches(name: TableArtifact | ArrowArtifact): AsyncGenerator<RecordBatch, void> {
    if (isKeptAs(name, "arrow")) {
      yield* readArrowArtifact(runDir, await artifact(name));
      return;
    }
    recorded(name);
    const { env, signal } = io;
    const home = { runId, ...engineFolders(runDir), env, warn: reporter.warn, readOnly: true };
    const engine = await openEngine(manifest.config as Config, home);
    try {
      yield* engine.query(sql`select * from ${artifactTable(engine, name)}`, signal);
    } finally {
      await engine.close();
    }
  }

  return {
    runId,
    runDir,
    manifest,
    artifact,
    batches,
    async table(name) {
      const all: RecordBatch[] = [];
      for await (const batch of batches(name)) all.push(batch);
      return new Table(all);
    },
    async publish() {
      const config = { ...(manifest.config as Config), runsDir: dirname(runDir) };
      const { startedFrom = null } = manifest;
      const now = await identifyRun(config, io, { startedFrom });
      if (now.runDir !== runDir)
        throw new ClvError(
          "SOURCE_CHANGED",
          `the log, the rates or the version of clv is not what run ${runId} was made with: run again, which publishes too.`,
        );
      const options = { from: "publish", until: "publish", resume: false, startedFrom } as const;
      const { artifacts } = await executeRun(config, options, io, reporter);
      if (!artifacts.publication) throw new Error("nothing was published");
      return artifacts.publication;
    },
  };
}

import { pino } from "pino";
import { privateFile } from "../files/folders.js";
import type { Reporter } from "../terminal/reporter.js";
import { withoutSecrets } from "../text/without-secrets.js";

export interface RunLog {
  /** The reporter, with everything it is given also written to the log. */
  readonly reporter: Reporter;
  failed(error: unknown): void;
}

/** `log.jsonl` of a run folder: one JSON object an event, appended by every attempt at the run. */
export function openRunLog(path: string, reporter: Reporter): RunLog {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: path, sync: true, mode: privateFile }),
  );
  return {
    reporter: {
      ...reporter,
      log(message) {
        logger.info(withoutSecrets(message));
        reporter.log(message);
      },
      warn(message) {
        logger.warn(withoutSecrets(message));
        reporter.warn(message);
      },
      stageStarted(stage) {
        logger.info({ stage }, "stage started");
        reporter.stageStarted(stage);
      },
      stageSkipped(stage) {
        logger.info({ stage }, "stage unchanged, kept");
        reporter.stageSkipped(stage);
      },
      stageFinished(stage, seconds, rows) {
        logger.info({ stage, seconds, rows }, "stage done");
        reporter.stageFinished(stage, seconds, rows);
      },
    },
    failed(error) {
      const code = (error as { code?: unknown }).code;
      logger.error({ code }, withoutSecrets(error instanceof Error ? error.message : String(error)));
    },
  };
}

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SparkSession } from "../../pipeline/engines/spark/session.js";
import { freePort } from "./postgres-server.js";
import { venvs } from "./python-venv.js";

/** A worker of the cluster: a process with one core, whose executor is a child of it. */
export interface SparkWorker {
  readonly pid: number;
  /** Ends worker and executor at once, as when a machine fails. */
  kill(): void;
}

/** What another process needs to know of a Spark Connect server on loopback: plain data. */
export interface SparkAddress {
  /** Connection string, with the token if there is one. */
  readonly remote: string;
  readonly port: number;
  /** What clients must send, if anything. */
  readonly token: string | undefined;
  /** SPARK_REMOTE. */
  readonly env: Record<string, string>;
  /** Holds logs, warehouse and spill files. */
  readonly directory: string;
}

/** A Spark Connect server of its own, for the process that started it. */
export interface SparkServer extends SparkAddress {
  readonly workers: readonly SparkWorker[];
  /** The process that plans and answers. */
  readonly driverPid: number;
  /** Ends all processes and removes the folder. */
  stop(): Promise<void>;
}

export interface SparkServerOptions {
  /** A standalone cluster of master, workers and driver; false: all in one process with two threads. Default true. */
  readonly cluster?: boolean;
  /** Default 2, of one core each. */
  readonly workers?: number;
  /** Of each executor, e.g. "2g"; default "1g". */
  readonly executorMemory?: string;
  /** Default "1g". */
  readonly driverMemory?: string;
  /** What clients must send; default none. */
  readonly token?: string;
  /** Java's first compiler alone: a fifth less work for many short statements, more for those that compute. Default false. */
  readonly quick?: boolean;
  /** Further settings, e.g. {"spark.sql.shuffle.partitions": "32"}. */
  readonly conf?: Readonly<Record<string, string>>;
}

const startMs = 240_000;

/** The folder of Spark: CLV_SPARK_HOME, else pyspark in a virtual environment: CLV_SPARK_VENV, or one that is made here. */
export async function sparkHome(): Promise<string> {
  const { CLV_SPARK_HOME: home } = process.env;
  if (home) return home;
  const bin = await venvs.spark();
  const where = "import os, pyspark; print(os.path.dirname(pyspark.__file__))";
  return execFileSync(join(bin, "python"), ["-c", where], { encoding: "utf8" }).trim();
}

/**
 * Starts Spark in a folder for temporary files and waits until it answers. It ends with this process, however that ends:
 * a guard in a group of its own waits for the end of its input, then kills what it was given and removes the folder.
 */
export async function startSpark(options: SparkServerOptions = {}): Promise<SparkServer> {
  const home = await sparkHome();
  const { cluster = true, executorMemory = "1g", driverMemory = "1g" } = options;
  const directory = await mkdtemp(join(tmpdir(), "clv-spark-"));
  const within = (name: string): string => join(directory, name);
  for (const name of ["conf", "local", "warehouse", "work"]) await mkdir(within(name));
  await writeFile(join(within("conf"), "log4j2.properties"), logging);

  const guard = spawn("sh", ["-c", guardScript, "guard", directory], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  const env = {
    ...process.env,
    SPARK_HOME: home,
    SPARK_CONF_DIR: within("conf"),
    SPARK_LOCAL_IP: "127.0.0.1",
    SPARK_LOCAL_DIRS: within("local"),
    ...(options.quick && { SPARK_DAEMON_JAVA_OPTS: quickJava }),
    SPARK_REMOTE: undefined, // of another server: this one must not be its client
  };
  const processes: { readonly name: string; readonly child: ChildProcess }[] = [];
  const start = (name: string, memory: string, ...args: string[]): number => {
    const log = openSync(within(`${name}.log`), "a");
    const child = spawn(join(home, "bin", "spark-class"), args, {
      cwd: directory,
      env: { ...env, SPARK_DAEMON_MEMORY: memory },
      detached: true,
      stdio: ["ignore", log, log],
    });
    guard.stdin?.write(`${child.pid}\n`);
    child.unref();
    processes.push({ name, child });
    return child.pid!;
  };
  const ended = new Promise<void>((resolve) => guard.once("exit", () => resolve()));
  const stop = (): Promise<void> => {
    guard.ref();
    guard.stdin?.end();
    return ended;
  };
  const until = async (what: string, ready: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + startMs; !(await ready()); await sleep(100)) {
      const dead = processes.find(({ child }) => child.exitCode !== null);
      if (!dead && Date.now() < end) continue;
      const log = await readFile(within(`${(dead ?? processes.at(-1)!).name}.log`), "utf8");
      throw new Error(`${what} failed: ${log.slice(-3000)}`);
    }
  };
  const logged = async (name: string, text: string): Promise<number> =>
    (await readFile(within(`${name}.log`), "utf8")).split(text).length - 1;

  try {
    let master = "local[2]";
    const workers: SparkWorker[] = [];
    if (cluster) {
      const at = await freePort();
      master = `spark://127.0.0.1:${at}`;
      start(
        "master",
        "256m",
        `${deploy}.master.Master`,
        "--host",
        "127.0.0.1",
        "--port",
        String(at),
        "--webui-port",
        "0",
      );
      for (let i = 0; i < (options.workers ?? 2); i++) {
        const size = [
          "--cores",
          "1",
          "--memory",
          executorMemory,
          "--work-dir",
          join(within("work"), String(i)),
        ];
        const place = ["--host", "127.0.0.1", "--webui-port", "0", master];
        const pid = start(`worker-${i}`, "256m", `${deploy}.worker.Worker`, ...size, ...place);
        workers.push({ pid, kill: () => process.kill(-pid, "SIGKILL") });
      }
      await until(
        "starting the cluster",
        async () => (await logged("master", "Registering worker")) >= workers.length,
      );
    }

    const port = await freePort();
    const token = options.token === undefined ? "" : `/;token=${encodeURIComponent(options.token)}`;
    const remote = `sc://127.0.0.1:${port}${token}`;
    const conf: Record<string, string> = {
      "spark.connect.grpc.binding.address": "127.0.0.1",
      "spark.connect.grpc.binding.port": String(port),
      "spark.driver.bindAddress": "127.0.0.1",
      "spark.driver.host": "127.0.0.1",
      "spark.executor.cores": "1",
      "spark.executor.memory": executorMemory,
      "spark.local.dir": within("local"),
      "spark.sql.shuffle.partitions": "8",
      "spark.sql.warehouse.dir": within("warehouse"),
      "spark.ui.enabled": "false",
      ...(options.quick && {
        "spark.driver.extraJavaOptions": quickJava,
        "spark.executor.extraJavaOptions": quickJava,
      }),
      ...(options.token !== undefined && { "spark.connect.authenticate.token": options.token }),
      ...options.conf,
    };
    const settings = Object.entries(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
    const service = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"];
    const driverPid = start(
      "driver",
      driverMemory,
      `${deploy}.SparkSubmit`,
      "--master",
      master,
      ...settings,
      ...service,
    );
    await until(
      "starting the Connect server",
      async () => (await logged("driver", "Connect server started at")) > 0,
    );
    if (cluster)
      await until(
        "starting executors",
        async () => (await logged("driver", "Registered executor")) >= workers.length,
      );
    const session = await SparkSession.open({ env: { SPARK_REMOTE: remote } });
    await session.close();
    return {
      remote,
      port,
      token: options.token,
      env: { SPARK_REMOTE: remote },
      workers,
      directory,
      driverPid,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const quickJava = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC";

const deploy = "org.apache.spark.deploy";

/** Reads process ids, one a line; each leads a group of its own. */
const guardScript =
  'trap "" INT TERM HUP; groups=; while read -r pid; do groups="$groups -$pid"; done; ' +
  'kill -s KILL -- $groups 2>/dev/null; while pgrep -g "$(echo $groups | tr -d - | tr " " ,)" >/dev/null 2>&1; do sleep 0.05; done; rm -rf "$1"';

const logging = `rootLogger.level = warn
rootLogger.appenderRef.stdout.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
logger.master.name = org.apache.spark.deploy.master
logger.master.level = info
logger.scheduler.name = org.apache.spark.scheduler.cluster
logger.scheduler.level = info
logger.connect.name = org.apache.spark.sql.connect.service.SparkConnectServer
logger.connect.level = info
`;

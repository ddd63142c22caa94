import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { errorOf } from "./failure.js";
import type { Order, Reply, Tasks } from "./task.js";
import type { TaskList } from "./tasks.js";

/** Threads that do tasks. What they return does not depend on how many there are. */
export interface Pool<List extends Tasks = TaskList> {
  readonly threads: number;
  /**
   * Does the task on each item; results in the order of the items. The input is sent once to each thread and kept until
   * another one is used, so it must not change; large columns belong in SharedArrayBuffers (sharedColumns).
   * Rejects with the error of the first item, in their order, that failed; no further ones are begun then.
   */
  run<Name extends keyof List & string>(
    task: Name,
    input: Parameters<List[Name]>[0],
    items: readonly Parameters<List[Name]>[1][],
  ): Promise<ReturnType<List[Name]>[]>;
  /** Ends the threads, whatever they are doing; runs under way reject. */
  close(): Promise<void>;
}

interface Run {
  readonly task: string;
  readonly input: unknown;
  readonly items: readonly unknown[];
  readonly results: unknown[];
  next: number;
  running: number;
  failed: { readonly item: number; readonly error: Error } | null;
  readonly resolve: (results: never[]) => void;
  readonly reject: (reason: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** the input that it holds, by identity */
  input: unknown;
  doing: { readonly run: Run; readonly item: number } | null;
}

/** Beside this file as it is built or bundled; from its source, under a test runner, the bundled program of the threads. */
const program = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/bundle/worker.js" : "./worker.js",
  import.meta.url,
);

/**
 * A pool of this many threads, 0 for one per core; they start when there is work. Close it at the end.
 * @param signal ends the threads when it aborts; runs then reject with its reason
 * @example await openPool(2).run("log-likelihoods", { kind: "purchase", model: "bg-nbd", data }, [[p], [q]])
 */
export function openPool(threads: number, signal?: AbortSignal): Pool {
  return openPoolOf<TaskList>(program, threads, signal);
}

/** A pool whose threads run another program: a built module that calls `serve` with this list of tasks. */
export function openPoolOf<List extends Tasks>(
  program: URL,
  threads: number,
  signal?: AbortSignal,
): Pool<List> {
  const size = threads === 0 ? availableParallelism() : threads;
  if (!(Number.isInteger(size) && size > 0))
    throw new RangeError(`threads must be a whole number >= 0; got ${threads}`);
  const team: Thread[] = [];
  const runs: Run[] = [];
  let ended: { readonly reason: unknown } | null = null;

  const end = async (reason: unknown): Promise<void> => {
    ended ??= { reason };
    signal?.removeEventListener("abort", aborted);
    for (const run of runs.splice(0)) run.reject(ended.reason);
    await Promise.all(team.splice(0).map(({ worker }) => worker.terminate()));
  };
  const aborted = (): void => void end(signal?.reason);
  if (signal?.aborted) ended = { reason: signal.reason };
  else signal?.addEventListener("abort", aborted, { once: true });

  const finish = (thread: Thread, reply: { readonly result: unknown } | { readonly error: Error }): void => {
    const { doing } = thread;
    if (doing === null || ended !== null) return;
    const { run, item } = doing;
    thread.doing = null;
    thread.worker.unref();
    run.running--;
    if ("result" in reply) run.results[item] = reply.result;
    else if (run.failed === null || item < run.failed.item) run.failed = { item, error: reply.error };
    if (run.running === 0 && (run.failed !== null || run.next === run.items.length)) {
      runs.splice(runs.indexOf(run), 1);
      if (run.failed !== null) run.reject(run.failed.error);
      else run.resolve(run.results as never[]);
    }
    assign();
  };

  const hire = (): Thread => {
    const worker = new Worker(program, { execArgv: [] });
    const thread: Thread = { worker, input: undefined, doing: null };
    const lost = (error: Error): void => {
      const at = team.indexOf(thread);
      if (at >= 0) team.splice(at, 1);
      finish(thread, { error });
    };
    worker.on("message", (reply: Reply) =>
      finish(thread, "failure" in reply ? { error: errorOf(reply.failure) } : reply),
    );
    worker.on("error", lost);
    worker.on("exit", (code) => lost(new Error(`a worker thread ended with exit code ${code}`)));
    team.push(thread);
    return thread;
  };

  const assign = (): void => {
    for (;;) {
      const run = runs.find((r) => r.failed === null && r.next < r.items.length);
      if (run === undefined) return;
      const idle = team.filter((t) => t.doing === null);
      const thread = idle.find((t) => t.input === run.input) ?? (team.length < size ? hire() : idle[0]);
      if (thread === undefined) return;
      const item = run.next++;
      run.running++;
      thread.doing = { run, item };
      const order: Order = {
        task: run.task,
        item: run.items[item],
        ...(thread.input !== run.input && { input: { value: run.input } }),
      };
      try {
        thread.worker.postMessage(order);
        thread.input = run.input;
        thread.worker.ref();
      } catch (error) {
        finish(thread, { error: error as Error }); // an input or item that cannot be copied
      }
    }
  };

  return {
    threads: size,
    run: (task, input, items) =>
      new Promise((resolve, reject) => {
        if (ended !== null) reject(ended.reason);
        else if (items.length === 0) resolve([]);
        else {
          const results = new Array<unknown>(items.length);
          runs.push({ task, input, items, results, next: 0, running: 0, failed: null, resolve, reject });
          assign();
        }
      }),
    close: () => end(new Error("the pool of threads is closed")),
  };
}

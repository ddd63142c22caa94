import { afterEach, describe, expect, test } from "vitest";
import { ClvError } from "../../../pipeline/errors.js";
import { openPool, openPoolOf, type Pool } from "../../../pipeline/workers/pool.js";
import { sharedColumns } from "../../../pipeline/workers/shared-columns.js";
import type { trialTasks } from "./trial-worker.js";

type Trial = typeof trialTasks;
const program = new URL("../../../dist/test/pipeline/workers/trial-worker.js", import.meta.url);
const open: Pool<Trial>[] = [];

function trial(threads: number, signal?: AbortSignal): Pool<Trial> {
  const pool = openPoolOf<Trial>(program, threads, signal);
  open.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

describe("results", () => {
  test("come in the order of the items, whichever is done first", async () => {
    const items = [0, 1, 2, 3, 4, 5, 6];
    for (const threads of [1, 3]) expect(await trial(threads).run("slowFirst", null, items)).toEqual(items);
  });

  test("no items are no work", async () => {
    expect(await trial(2).run("hang", null, [])).toEqual([]);
  });

  test("use the input of their own run, also when runs overlap", async () => {
    const pool = trial(2);
    const three = { by: 3 };
    const runs = [
      pool.run("multiply", three, [1, 2, 3]),
      pool.run("multiply", { by: 5 }, [1, 2, 3]),
      pool.run("multiply", three, [4]),
    ];
    expect(await Promise.all(runs)).toEqual([[3, 6, 9], [5, 10, 15], [12]]);
  });

  test("come from as many threads as asked for", async () => {
    for (const threads of [1, 2]) {
      const seen = new Set(await trial(threads).run("thread", null, [0, 1, 2, 3, 4, 5]));
      expect(seen.size).toBe(threads);
      expect(seen.has(0)).toBe(false);
    }
  });

  test("may be written to columns that threads share", async () => {
    const { column } = sharedColumns({ column: new Float64Array(5) });
    expect(await trial(2).run("mark", column, [0, 2, 4])).toEqual([5, 5, 5]);
    expect([...column]).toEqual([1, 0, 3, 0, 5]);
  });
});

describe("errors", () => {
  test("are those of the first item that failed, of their kind and with their place", async () => {
    for (const threads of [1, 3]) {
      const failed = await trial(threads)
        .run("failFrom", 2, [0, 1, 2, 3, 4, 5])
        .catch((error: Error) => error);
      expect(failed).toBeInstanceOf(RangeError);
      expect(failed).toMatchObject({ message: "item 2 is out of range" });
      expect((failed as Error).stack).toContain("trial-worker.js");
    }
  });

  test("keep the code of a ClvError", async () => {
    const failed = await trial(1)
      .run("refuse", null, [0])
      .catch((error: Error) => error);
    expect(failed).toBeInstanceOf(ClvError);
    expect(failed).toMatchObject({ code: "MODEL_UNUSABLE", exitCode: 4, message: "this model is unusable" });
  });

  test("leave the pool usable", async () => {
    const pool = trial(2);
    await expect(pool.run("failFrom", 0, [0, 1])).rejects.toThrow("item 0 is out of range");
    await expect(pool.run("uncopyable", null, [0])).rejects.toThrow("could not be cloned");
    const input = { by: 2, no: () => 1 };
    await expect(pool.run("multiply", input, [1])).rejects.toThrow("could not be cloned");
    await expect(pool.run("exit", null, [0])).rejects.toThrow("ended with exit code 3");
    expect(await pool.run("multiply", { by: 2 }, [1, 2, 3])).toEqual([2, 4, 6]);
  });

  test("an unknown task is one", async () => {
    const pool = trial(1) as unknown as Pool<Record<string, (input: null, item: number) => number>>;
    await expect(pool.run("toString", null, [0])).rejects.toThrow('no task is called "toString"');
  });
});

describe("the end", () => {
  test("an aborting signal ends busy threads and rejects with its reason", async () => {
    const controller = new AbortController();
    const pool = trial(2, controller.signal);
    const hanging = pool.run("hang", null, [0, 1, 2]);
    setTimeout(() => controller.abort(new Error("interrupted")), 60);
    await expect(hanging).rejects.toThrow("interrupted");
    await expect(pool.run("multiply", { by: 1 }, [1])).rejects.toThrow("interrupted");
    await expect(trial(1, controller.signal).run("multiply", { by: 1 }, [1])).rejects.toThrow("interrupted");
  });

  test("close ends busy threads too", async () => {
    const pool = trial(1);
    const hanging = expect(pool.run("hang", null, [0])).rejects.toThrow("the pool of threads is closed");
    await pool.close();
    await hanging;
    await pool.close();
  });
});

test("0 threads are one per core; half a thread is refused", async () => {
  const pool = openPool(0);
  expect(pool.threads).toBeGreaterThanOrEqual(1);
  await pool.close();
  expect(() => openPool(0.5)).toThrow("threads must be a whole number >= 0; got 0.5");
  expect(() => openPool(-1)).toThrow("got -1");
});

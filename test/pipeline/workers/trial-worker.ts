/** Tasks to try a pool with, and the program of its threads. */
import { isMainThread, threadId } from "node:worker_threads";
import { ClvError } from "../../../pipeline/errors.js";
import { serve } from "../../../pipeline/workers/serve.js";

export const trialTasks = {
  multiply: (factor: { readonly by: number }, item: number): number => factor.by * item,
  /** Waits longer for earlier items, so that the last are done first. */
  slowFirst: (_: null, item: number): number => {
    const until = performance.now() + 40 / (item + 1);
    while (performance.now() < until);
    return item;
  },
  thread: (_: null, _item: number): number => {
    const until = performance.now() + 30;
    while (performance.now() < until);
    return threadId;
  },
  failFrom: (from: number, item: number): number => {
    if (item === from) {
      const until = performance.now() + 30;
      while (performance.now() < until);
    }
    if (item >= from) throw new RangeError(`item ${item} is out of range`);
    return item;
  },
  refuse: (_: null, _item: number): never => {
    throw new ClvError("MODEL_UNUSABLE", "this model is unusable");
  },
  uncopyable:
    (_: null, _item: number): unknown =>
    () =>
      1,
  hang: (_: null, _item: number): never => {
    for (;;);
  },
  exit: (_: null, _item: number): never => process.exit(3),
  /** Adds to the shared column in place. */
  mark: (column: Float64Array, item: number): number => {
    column[item] = item + 1;
    return column.length;
  },
} as const;

if (!isMainThread) serve(trialTasks);

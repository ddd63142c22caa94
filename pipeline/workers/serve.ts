import { parentPort } from "node:worker_threads";
import { failureOf } from "./failure.js";
import type { Order, Reply, Tasks } from "./task.js";

/** Makes this worker thread do the orders it is sent, one by one. */
export function serve(tasks: Tasks): void {
  const port = parentPort;
  if (port === null) throw new Error("serve() runs in a worker thread only");
  let input: unknown;
  port.on("message", (order: Order) => {
    let reply: Reply;
    try {
      if (order.input !== undefined) input = order.input.value;
      const task = Object.hasOwn(tasks, order.task) ? tasks[order.task] : undefined;
      if (task === undefined) throw new RangeError(`no task is called "${order.task}"`);
      reply = { result: task(input, order.item) };
    } catch (error) {
      reply = { failure: failureOf(error) };
    }
    try {
      port.postMessage(reply);
    } catch (error) {
      port.postMessage({ failure: failureOf(error) } satisfies Reply); // a result that cannot be copied
    }
  });
}

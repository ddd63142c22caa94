import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Worker } from "node:worker_threads";
import { chunkSize } from "../../files/chunk-size.js";

/** The content of a file as it lies on disk. */
export interface FileHash {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Below this size starting a thread takes longer than hashing. */
const threadFrom = 32 << 20;
const chunkBytes = 1 << 20;

/**
 * The thread's whole program. It is text, not a module of its own, so that it runs alike from the sources and from the
 * compiled files. The file arrives by path and is read to its end; a stop is terminate().
 */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const { openSync, readSync, closeSync } = require("node:fs");
const hash = createHash("sha256");
const buffer = Buffer.allocUnsafeSlow(workerData.chunkBytes);
const file = openSync(workerData.path, "r");
let bytes = 0;
for (let n; (n = readSync(file, buffer, 0, buffer.length, null)) > 0; bytes += n) hash.update(buffer.subarray(0, n));
closeSync(file);
parentPort.postMessage({ bytes, sha256: hash.digest("hex") });
`;

/**
 * SHA-256 of a file. A large file is hashed in a thread of its own, so that the caller can scan the same bytes
 * meanwhile: hashing is the slower of the two, and the second read comes from the page cache.
 */
export function hashFile(path: string, size: number, signal?: AbortSignal): Promise<FileHash> {
  return size < threadFrom ? hashHere(path, signal) : hashInThread(path, signal);
}

async function hashHere(path: string, signal?: AbortSignal): Promise<FileHash> {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = createReadStream(path, { highWaterMark: await chunkSize(path) });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

function hashInThread(path: string, signal?: AbortSignal): Promise<FileHash> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData: { path, chunkBytes } });
    const stop = () => {
      void worker.terminate();
      reject(signal?.reason);
    };
    const settle = <T>(then: (value: T) => void) => {
      return (value: T) => {
        signal?.removeEventListener("abort", stop);
        then(value);
      };
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });
    worker.once("message", settle(resolve));
    worker.once("error", settle(reject));
  });
}

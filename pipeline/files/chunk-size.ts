import { stat } from "node:fs/promises";

const largest = 1 << 20;

/** Bytes to read of a file at a time: no more than it has, since thousands of small files would leave a megabyte of garbage each. */
export async function chunkSize(path: string): Promise<number> {
  const { size } = await stat(path);
  return Math.min(largest, Math.max(4096, size));
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { canonicalJson } from "./canonical-json.js";
import { chunkSize } from "./chunk-size.js";

/** SHA-256 of any JSON value, whatever the order of its keys. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** Size and SHA-256 of a file's bytes. */
export async function fingerprintFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  const options = signal ? { signal } : {};
  await pipeline(createReadStream(path, { highWaterMark: await chunkSize(path) }), hash, options);
  const { size } = await stat(path);
  return { bytes: size, sha256: hash.digest("hex") };
}

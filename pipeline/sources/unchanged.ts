import { stat } from "node:fs/promises";
import { ClvError } from "../errors.js";
import { fingerprint, fingerprintFile } from "../files/fingerprint.js";
import type { SourceFile, SourceFormat } from "./source-file.js";
import { sourceKinds } from "./source-kinds.js";

/** One state of a file: a write, a truncation, a replacement or another date leads to a different one. */
export interface FileStamp {
  /** Device, inode, size, and the times of the last write and of the last change of any kind. */
  readonly state: string;
  /** Whether any later change must show in the times, which go in steps. */
  readonly settled: boolean;
}

/** The longest step of a file system's clock, that of FAT; most have 4 or 10 ms. */
const clockStepNs = 2_000_000_000n;

/** The files that a source consists of. */
function filesOf(path: string, format: SourceFormat): string[] {
  return [path, ...(sourceKinds[format].beside?.(path) ?? [])];
}

/** The state that a source file is in now; the file itself must be there. */
export async function stampSource(path: string, format: SourceFormat): Promise<FileStamp> {
  const [file, ...beside] = filesOf(path, format);
  const own = await stat(file!, { bigint: true });
  const others = await Promise.all(beside.map((each) => stat(each, { bigint: true }).catch(() => null)));
  const all = [own, ...others].flatMap((found) => found ?? []);
  const now = BigInt(Date.now()) * 1_000_000n;
  return {
    state: all.map((s) => [s.dev, s.ino, s.size, s.mtimeNs, s.ctimeNs].join(":")).join(" "),
    settled: all.every(({ ctimeNs }) => now - ctimeNs > clockStepNs),
  };
}

/** Size and SHA-256 of the bytes of a source file. */
export async function hashSource(
  path: string,
  format: SourceFormat,
  signal?: AbortSignal,
): Promise<Pick<SourceFile, "bytes" | "sha256">> {
  const [file, ...beside] = filesOf(path, format);
  const own = await fingerprintFile(file!, signal);
  const there = await Promise.all(beside.map((each) => stat(each).catch(() => null)));
  const others = await Promise.all(
    beside.filter((_, i) => there[i] !== null).map((each) => fingerprintFile(each, signal)),
  );
  if (others.length === 0) return own;
  const all = [own, ...others];
  return {
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: fingerprint(all.map(({ sha256 }) => sha256)),
  };
}

/**
 * What `read` makes of a source file, provided that the file was the same, from when it was hashed on until `read` was
 * done. Two calls of stat show it; only a file that was changed within seconds before the run is hashed once more.
 * @throws ClvError SOURCE_CHANGED, also in place of what `read` throws of a file that has changed
 */
export async function whileUnchanged<T>(
  file: SourceFile,
  read: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const result = await read().catch(async (error: unknown) => {
    if (!signal?.aborted) await assertUnchanged(file, signal);
    throw error;
  });
  await assertUnchanged(file, signal);
  return result;
}

/** @throws ClvError SOURCE_CHANGED when a file is no longer what was hashed; tables of a server are not looked at */
export async function assertUnchanged(
  { path, name, format, stamp, sha256 }: SourceFile,
  signal?: AbortSignal,
): Promise<void> {
  if (stamp === null) return;
  const now = await stampSource(path, format).catch(() => null);
  const isSame =
    now?.state === stamp.state &&
    (stamp.settled || (await hashSource(path, format, signal)).sha256 === sha256);
  if (!isSame) throw sourceChanged(name);
}

export function sourceChanged(name: string): ClvError {
  return new ClvError(
    "SOURCE_CHANGED",
    `${name} was written or replaced while it was read, so nothing of it is kept. ` +
      "Wait until the export is finished, or write it under another name and rename it; then run again.",
  );
}

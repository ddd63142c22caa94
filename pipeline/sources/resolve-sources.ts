import { open, stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import type { Config } from "../config/config.js";
import { ClvError } from "../errors.js";
import { diskReason } from "../files/disk-errors.js";
import type { FileFormat, SourceFile } from "./source-file.js";
import { fileKind, fileKinds } from "./source-kinds.js";
import { hashSource, sourceChanged, stampSource } from "./unchanged.js";

const inFolders =
  "**/*.{csv,tsv,txt,psv,dat,jsonl,ndjson,json,parquet,arrow,arrows,feather,ipc,duckdb}{,.gz,.zst}";

/**
 * The files behind `source.paths` (files, globs, folders), each once, in the order of their names within each path,
 * read through once for content hash and line counts.
 * @throws ClvError SOURCE_NOT_FOUND, naming every path that matches nothing
 */
export async function resolveSources(config: Config, signal: AbortSignal): Promise<SourceFile[]> {
  const { paths } = config.source;
  if (paths.length === 0)
    throw new ClvError(
      "SOURCE_NOT_FOUND",
      "no transaction log given: name files after `clv run`, or a config with source.paths: --config clv.yaml.",
    );
  const { found, missing } = await findFiles(paths);
  if (missing.length > 0)
    throw new ClvError(
      "SOURCE_NOT_FOUND",
      `${missing.length} of ${paths.length} source paths match no file: ${missing.slice(0, 5).join(", ")}. ` +
        "Paths in clv.yaml are relative to that file, on the command line to the current folder.",
    );
  const sources: SourceFile[] = [];
  for (const [path, name] of found)
    sources.push(
      await describe(path, name, config, signal).catch((cause: unknown) => {
        throw unreadable(path, cause);
      }),
    );
  return sources;
}

/** The files behind paths, each with its name and once, and the paths that match none. */
export async function findFiles(
  paths: readonly string[],
): Promise<{ readonly found: ReadonlyMap<string, string>; readonly missing: readonly string[] }> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  for (const path of paths) {
    const files = await expand(path);
    if (files.length === 0) missing.push(path);
    for (const file of files) if (!found.has(file.path)) found.set(file.path, file.name);
  }
  return { found, missing };
}

async function expand(path: string): Promise<{ path: string; name: string }[]> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    // no file, and perhaps a pattern
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(cause.code ?? "")) return null;
    throw unreadable(path, cause);
  });
  if (info !== null && !info.isFile() && !info.isDirectory())
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${path} is a pipe or a device: it is read more than once, so write it to a file first.`,
    );
  if (info?.isFile()) return [{ path: resolve(path), name: basename(path) }];
  if (info?.isDirectory())
    return sorted(await glob(inFolders, { cwd: path, absolute: true, caseSensitiveMatch: false }), path);
  if (!isDynamicPattern(path)) return [];
  const root = isAbsolute(path) ? "/" : ".";
  return sorted(await glob(path.replaceAll("\\", "/"), { cwd: root, absolute: true }), staticPart(path));
}

function sorted(files: readonly string[], root: string): { path: string; name: string }[] {
  return files
    .map((file) => ({ path: resolve(file), name: relative(root, file) || basename(file) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The leading folders of a glob that hold no wildcard. */
function staticPart(pattern: string): string {
  const parts = pattern.split("/");
  const first = parts.findIndex((part) => isDynamicPattern(part));
  return resolve(
    parts.slice(0, Math.max(first, 0)).join("/") || "/".slice(0, isAbsolute(pattern) ? 1 : 0) || ".",
  );
}

async function describe(
  path: string,
  name: string,
  config: Config,
  signal: AbortSignal,
): Promise<SourceFile> {
  const format = config.source.format === "auto" ? await detectFormat(path) : config.source.format;
  const stamp = await stampSource(path, format);
  const probe = (await fileKind(format).probe?.(path, signal)) ?? null;
  const { bytes, sha256 } = probe ?? (await hashSource(path, format, signal));
  const after = await stampSource(path, format).catch(() => null);
  if (after?.state !== stamp.state) throw sourceChanged(name);
  return { path, name, format, bytes, sha256, stamp, probe };
}

/** What the file system refuses of a source, as a fault of the source. */
function unreadable(path: string, cause: unknown): unknown {
  const reason = diskReason(cause);
  return reason === null
    ? cause
    : new ClvError("SOURCE_UNREADABLE", `cannot read ${path}: ${reason}.`, { cause });
}

/** The format by the first bytes; JSON lines by their opening brace. */
export async function detectFormat(path: string): Promise<FileFormat> {
  const head = await firstBytes(path);
  for (const [format, kind] of Object.entries(fileKinds))
    if (await kind.recognise(head, path)) return format as FileFormat;
  throw new Error(`${path} is of no kind`);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `cannot open ${path}: ${diskReason(cause) ?? (cause as Error).message}`,
      { cause },
    );
  });
  try {
    const buffer = Buffer.alloc(16);
    await file.read(buffer, 0, 16, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

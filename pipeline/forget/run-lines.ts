import type { Config } from "../config/config.js";
import { isDatabase } from "../config/connections.js";
import { fingerprintFile } from "../files/fingerprint.js";
import type { Manifest, SourceRecord } from "../runs/manifest.js";
import { findFiles } from "../sources/resolve-sources.js";
import { type LineLayout, layoutOf } from "./line-layout.js";
import type { Person } from "./person.js";
import { dialectsOf, type RejectedLines, rejectedLines } from "./rejected-lines.js";

/** Hashes of source files, each made once; null where a file is gone. */
export type SourceHashes = (path: string) => Promise<string | null>;

export function sourceHashes(): SourceHashes {
  const known = new Map<string, Promise<string | null>>();
  return (path) => {
    const hash =
      known.get(path) ??
      fingerprintFile(path).then(
        ({ sha256 }) => sha256,
        () => null,
      );
    known.set(path, hash);
    return hash;
  };
}

/** Whose the lines of a run are: the header of a source says where the customer is, as long as the file is the one that was read. */
export function runLines(manifest: Manifest, person: Person, hashes: SourceHashes): RejectedLines {
  const config = manifest.config as Config;
  const known = new Map<string, Promise<LineLayout | null>>();
  const layout = (name: string): Promise<LineLayout | null> => {
    const found = known.get(name) ?? readLayout(name);
    known.set(name, found);
    return found;
  };
  const readLayout = async (name: string): Promise<LineLayout | null> => {
    const [source, second] = manifest.sources.filter((s) => s.name === name);
    if (source === undefined || second !== undefined) return null;
    return layoutOf(await unchangedFile(source, config, hashes), source.format, config);
  };
  const names = new Set(manifest.sources.map(({ name }) => name));
  return rejectedLines(person, dialectsOf([config]), layout, (name) => names.has(name));
}

async function unchangedFile(
  { name, sha256, format }: SourceRecord,
  { source }: Config,
  hashes: SourceHashes,
): Promise<string | null> {
  if (isDatabase(format)) return null;
  for (const [path, found] of (await findFiles(source.paths)).found)
    if (found === name && (await hashes(path)) === sha256) return path;
  return null;
}

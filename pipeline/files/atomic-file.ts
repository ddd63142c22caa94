import { rm, writeFile } from "node:fs/promises";
import { privateFile } from "./folders.js";
import { replaceFile } from "./replace-file.js";

/** Writes a whole file: a reader, or a process killed at any instant, sees the old content or the new one. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<void> {
  const temporary = `${path}.tmp`;
  // one that a killed process has left would keep its mode
  await rm(temporary, { force: true }).catch(() => undefined);
  await writeFile(temporary, content, { mode });
  await replaceFile(temporary, path);
}

/** The same for a file that holds people's data: for its owner alone. */
export function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  return writeFileAtomic(path, content, privateFile);
}

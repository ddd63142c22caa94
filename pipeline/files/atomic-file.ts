import { writeFile } from "node:fs/promises";
import { replaceFile } from "./replace-file.js";

/** Writes a whole file: a reader, or a process killed at any instant, sees the old content or the new one. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, content);
  await replaceFile(temporary, path);
}

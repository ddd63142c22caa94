import { chmod, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Puts a finished temporary file in the place of `path`, so that a reader, or a process killed at any instant, sees the
 * old content or the new one: fsync, rename. Removes the temporary file when that fails. Both lie in one folder.
 */
export async function replaceFile(temporary: string, path: string): Promise<void> {
  try {
    const file = await open(temporary, "r+");
    await file.sync().finally(() => file.close());
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** The same, where others may read the old file: whoever may read it may read the new one, and nobody else. */
export async function replaceInPlace(temporary: string, path: string): Promise<void> {
  const { mode } = await stat(path);
  await chmod(temporary, mode & 0o777);
  await replaceFile(temporary, path);
}

/** Makes a rename inside the folder durable; a no-op where folders cannot be opened (Windows). */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // the platform does not allow it; the rename itself is still atomic
  }
}

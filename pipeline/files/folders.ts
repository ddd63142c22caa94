import { chmod, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** What holds people's data is for its owner alone; what is published keeps the mode that the user's umask gives. */
export const privateFolder = 0o700;
export const privateFile = 0o600;

/** Makes a folder and those above it that are missing. (Node's own `recursive` never ends where a file system refuses with ENOENT, as /proc does.) */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  if (await isMade(path, mode)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST" || !(await isFolder(path))) throw error;
  });
}

/** The same for a folder that holds people's data; one that is there already is closed to others where it is ours. */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolder(path, privateFolder);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, privateFolder).catch(() => undefined);
}

/** False where a folder above is missing. */
async function isMade(path: string, mode: number): Promise<boolean> {
  try {
    await mkdir(path, { mode });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return false;
    // also one that may not be written into says that it is read-only before it says that it is there
    if (await isFolder(path)) return true;
    throw error;
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

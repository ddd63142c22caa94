import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { ClvError } from "./errors.js";
import type { Io } from "./terminal/io.js";

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Tells two processes with the same pid apart, where the platform says when a process began. */
  readonly began: string | null;
}

/** A lock of another machine is believed dead when its owner has not touched it for this long. */
const silentSeconds = 600;
const heartbeatSeconds = 60;

export interface Lock {
  release(): Promise<void>;
}

/**
 * One writer at a time in a runs folder. A lock whose owner is dead is taken over with a warning.
 * @throws ClvError RUN_LOCKED when a living process holds it
 */
export async function acquireLock(
  runsDir: string,
  io: Pick<Io, "pid" | "isAlive">,
  warn: (message: string) => void,
): Promise<Lock> {
  await mkdir(runsDir, { recursive: true });
  const path = join(runsDir, "lock.json");
  const me: Owner = {
    pid: io.pid,
    host: hostname(),
    since: new Date().toISOString(),
    began: await processBegan(io.pid),
  };
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await tryCreate(path, me)) return hold(path, me);
    const state = await readOwner(path);
    if (state === null) continue;
    if (await isLiving(state.owner, state.silentFor, io))
      throw new ClvError(
        "RUN_LOCKED",
        `${path} is held by process ${state.owner.pid} on ${state.owner.host} since ${state.owner.since}. ` +
          "Wait for that run to end, or give this one its own runsDir.",
      );
    const grave = `${path}.dead-${me.pid}`;
    await rename(path, grave).catch(() => undefined);
    await rm(grave, { force: true });
    warn(
      `took over the lock of process ${state.owner.pid} on ${state.owner.host} (since ${state.owner.since}), which is gone`,
    );
  }
  throw new ClvError("RUN_LOCKED", `${path} changes hands too fast; try again.`);
}

function hold(path: string, me: Owner): Lock {
  const beat = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => undefined),
    heartbeatSeconds * 1000,
  );
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      const state = await readOwner(path);
      if (state?.owner.pid === me.pid && state.owner.host === me.host) await rm(path, { force: true });
    },
  };
}

/** Creates the lock with its content in one step (a hard link of a finished file), so that nobody reads it half-written. */
async function tryCreate(path: string, me: Owner): Promise<boolean> {
  const draft = `${path}.draft-${me.pid}`;
  await writeFile(draft, JSON.stringify(me));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readOwner(path: string): Promise<{ owner: Owner; silentFor: number } | null> {
  try {
    const [text, info] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    return { owner: JSON.parse(text) as Owner, silentFor: (Date.now() - info.mtimeMs) / 1000 };
  } catch {
    return null;
  }
}

async function isLiving(owner: Owner, silentFor: number, io: Pick<Io, "isAlive">): Promise<boolean> {
  if (owner.host !== hostname()) return silentFor < silentSeconds;
  if (!io.isAlive(owner.pid)) return false;
  const began = await processBegan(owner.pid);
  return began === null || owner.began === null || began === owner.began;
}

/** Start time of a process in kernel ticks (Linux), null elsewhere. */
async function processBegan(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

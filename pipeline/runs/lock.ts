import { link, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ClvError } from "../errors.js";
import { makeFolder, privateFile } from "../files/folders.js";
import type { Io } from "../terminal/io.js";

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Distinguishes two processes with the same pid, where the platform says when a process began. */
  readonly began: string | null;
}

/** A lock of another machine is believed dead when its owner has not touched it for this long. */
const silentSeconds = 600;
const heartbeatSeconds = 60;

export interface Lock {
  release(): Promise<void>;
}

/** What a lock is called, and what to do while someone else holds it. */
export interface LockKind {
  readonly name: string;
  readonly advice: string;
}

const runsLock: LockKind = {
  name: "lock.json",
  advice: "Wait for that run to end, or give this one its own runsDir.",
};

/**
 * One writer at a time in a folder: of runs, unless another kind of lock says of what. A lock whose owner is dead is taken
 * over with a warning.
 * @throws ClvError RUN_LOCKED when a living process holds it
 */
export async function acquireLock(
  runsDir: string,
  io: Pick<Io, "pid" | "isAlive">,
  warn: (message: string) => void,
  { name, advice }: LockKind = runsLock,
): Promise<Lock> {
  await makeFolder(runsDir);
  const path = join(runsDir, name);
  const me: Owner = {
    pid: io.pid,
    host: hostname(),
    since: new Date().toISOString(),
    began: await processBegan(io.pid),
  };
  for (let attempt = 0; attempt < 50; attempt++) {
    if (await tryCreate(path, me)) return hold(path, me);
    const state = await readOwner(path);
    if (state === null) continue;
    if (state.owner === null)
      throw new ClvError(
        "RUN_LOCKED",
        `${path} is no lock that clv wrote. Remove it if no run is going on in that folder.`,
      );
    if (await isLiving(state.owner, state.silentFor, io))
      throw new ClvError(
        "RUN_LOCKED",
        `${path} is held by process ${state.owner.pid} on ${state.owner.host} since ${state.owner.since}. ` +
          advice,
      );
    if (!(await bury(path, state.owner))) {
      await sleep(20);
      continue;
    }
    warn(
      `took over the lock of process ${state.owner.pid} on ${state.owner.host} (since ${state.owner.since}), which is gone`,
    );
  }
  throw new ClvError("RUN_LOCKED", `${path} changes hands too fast; try again.`);
}

/**
 * Takes a dead owner's lock away. Of many who want to, the one who makes the claim (a hard link named after the dead
 * owner) may remove the lock, after a look at what it has claimed: a living lock that has come in its place stays.
 */
async function bury(path: string, dead: Owner): Promise<boolean> {
  const claim = `${path}.dead-${dead.pid}-${Date.parse(dead.since)}`;
  try {
    await link(path, claim);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") await removeStale(claim);
    if (!hasNoLinks(code)) return false;
    await rm(path, { force: true });
    return true;
  }
  const owner = (await readOwner(claim))?.owner;
  const isDead = owner?.pid === dead.pid && owner.host === dead.host && owner.since === dead.since;
  if (isDead) await rm(path, { force: true });
  await rm(claim, { force: true });
  return isDead;
}

/** A claim takes milliseconds; whoever made an old one was killed over it. Making it set the time of the last change. */
async function removeStale(claim: string): Promise<void> {
  const info = await stat(claim).catch(() => null);
  if (info && Date.now() - info.ctimeMs > 10_000) await rm(claim, { force: true });
}

function hasNoLinks(code: string | undefined): boolean {
  return code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS";
}

/** The living process that runs in a runs folder, or null. */
export async function livingOwner(
  runsDir: string,
  io: Pick<Io, "isAlive">,
): Promise<{ pid: number; host: string } | null> {
  const state = await readOwner(join(runsDir, runsLock.name));
  return state?.owner && (await isLiving(state.owner, state.silentFor, io)) ? state.owner : null;
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
      if (state?.owner?.pid === me.pid && state.owner.host === me.host) await rm(path, { force: true });
    },
  };
}

/** Creates the lock with its content in one step (a hard link of a finished file), so that nobody reads it half-written. */
async function tryCreate(path: string, me: Owner): Promise<boolean> {
  const draft = `${path}.draft-${me.host}-${me.pid}`; // in containers every process may be the first
  await writeFile(draft, JSON.stringify(me), { mode: privateFile });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!hasNoLinks(code)) throw error;
    return await createDirectly(path, me);
  } finally {
    await rm(draft, { force: true });
  }
}

/** For file systems without hard links. */
async function createDirectly(path: string, me: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(me), { flag: "wx", mode: privateFile });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** What a lock says, with `owner` null where it makes no sense; null when there is none. */
async function readOwner(path: string): Promise<{ owner: Owner | null; silentFor: number } | null> {
  try {
    const [text, info] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    return { owner: ownerIn(text), silentFor: (Date.now() - info.mtimeMs) / 1000 };
  } catch {
    return null;
  }
}

function ownerIn(text: string): Owner | null {
  try {
    const owner = JSON.parse(text) as Owner | null;
    return typeof owner?.pid === "number" && typeof owner.host === "string" ? owner : null;
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

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { link, mkdtemp, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";
import { describe, expect, test } from "vitest";
import { acquireLock, livingOwner } from "../../../pipeline/runs/lock.js";
import { scratch } from "../cli/clv-process.js";

const root = await scratch();
const folder = (): Promise<string> => mkdtemp(join(root, "runs-"));
const warnings: string[] = [];
const warn = (message: string): void => void warnings.push(message);
const living = (...pids: number[]) => ({ isAlive: (p: number) => pids.includes(p) });

/** Pids above Linux' limit of 4,194,304, so that /proc knows nothing of them. */
const mine = 5_000_001;
const other = 5_000_002;

async function lockOf(dir: string, owner: object | string): Promise<string> {
  const path = join(dir, "lock.json");
  await writeFile(path, typeof owner === "string" ? owner : JSON.stringify(owner));
  return path;
}
const owner = (p: number, host = hostname(), began: string | null = null) => ({
  pid: p,
  host,
  since: "2024-01-01T00:00:00.000Z",
  began,
});

describe("a lock", () => {
  test("is refused with pid, host and time while its owner lives, and free again after release", async () => {
    const dir = await folder();
    const first = await acquireLock(dir, { pid: other, ...living(other) }, warn);
    await expect(acquireLock(dir, { pid: mine, ...living(other) }, warn)).rejects.toMatchObject({
      code: "RUN_LOCKED",
      exitCode: 7,
      message: expect.stringMatching(new RegExp(`process ${other} on ${hostname()} since 20\\d\\d-`)),
    });
    expect(await livingOwner(dir, living(other))).toMatchObject({ pid: other, host: hostname() });
    await first.release();
    expect(await livingOwner(dir, living(other))).toBeNull();
    await (await acquireLock(dir, { pid: mine, ...living() }, warn)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  test("of a dead process is taken over with a warning", async () => {
    const dir = await folder();
    const path = await lockOf(dir, owner(other));
    warnings.length = 0;
    const lock = await acquireLock(dir, { pid: mine, ...living() }, warn);
    expect(warnings).toEqual([
      `took over the lock of process ${other} on ${hostname()} (since 2024-01-01T00:00:00.000Z), which is gone`,
    ]);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: mine });
    await lock.release();
  });

  test("of a process whose pid now belongs to a younger one is taken over", async () => {
    const dir = await folder();
    const linux = spawnSync("test", ["-r", `/proc/${pid}/stat`]).status === 0;
    if (!linux) return; // the start of a process is known on Linux only
    await lockOf(dir, owner(pid, hostname(), "1"));
    const lock = await acquireLock(dir, { pid: mine, ...living(pid) }, warn);
    await lock.release();
  });

  test("of another machine is believed while its owner touches it, and dead ten minutes after", async () => {
    const dir = await folder();
    const path = await lockOf(dir, owner(other, "elsewhere"));
    const io = { pid: mine, ...living() };
    await expect(acquireLock(dir, io, warn)).rejects.toMatchObject({
      message: expect.stringContaining("on elsewhere"),
    });
    const old = new Date(Date.now() - 601_000);
    await utimes(path, old, old);
    await (await acquireLock(dir, io, warn)).release();
  });

  test.each(["", "{", "null", '{"pid":"x"}'])("that reads %j is never taken for free", async (text) => {
    const dir = await folder();
    await lockOf(dir, text);
    await expect(acquireLock(dir, { pid: mine, ...living() }, warn)).rejects.toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringContaining("Remove it if no run is going on"),
    });
  });

  test("that someone else took over at the same moment is left to them", async () => {
    const dir = await folder();
    const path = await lockOf(dir, owner(other));
    const faster = owner(mine + 50);
    const io = {
      pid: mine,
      isAlive: (p: number) => {
        if (p === other) writeFileSync(path, JSON.stringify(faster)); // just after this process saw the dead one
        return p === faster.pid;
      },
    };
    warnings.length = 0;
    await expect(acquireLock(dir, io, warn)).rejects.toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringContaining(`process ${faster.pid} `),
    });
    expect(warnings).toEqual([]);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual(faster);
    expect(await readdir(dir)).toEqual(["lock.json"]);
  });

  test("of a dead process is taken over although the first to try was killed over it", async () => {
    const dir = await folder();
    const path = await lockOf(dir, owner(other));
    const claim = `${path}.dead-${other}-${Date.parse(owner(other).since)}`;
    await link(path, claim);
    const now = Date.now;
    Date.now = () => now() + 11_000;
    try {
      await (await acquireLock(dir, { pid: mine, ...living() }, warn)).release();
    } finally {
      Date.now = now;
    }
    expect(await readdir(dir)).toEqual([]);
  });

  test("of a dead process goes to exactly one of many who want it at once", async () => {
    for (let round = 0; round < 60; round++) {
      const dir = await folder();
      await lockOf(dir, owner(other));
      const pids = Array.from({ length: 8 }, (_, i) => mine + 10 + i);
      const tries = pids.map((p) => acquireLock(dir, { pid: p, ...living(...pids) }, warn));
      const won = (await Promise.allSettled(tries)).filter((t) => t.status === "fulfilled");
      expect(won).toHaveLength(1);
      await won[0]!.value.release();
      expect(await readdir(dir), "nothing is left behind").toEqual([]);
    }
  });
});

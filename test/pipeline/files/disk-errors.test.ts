import { mkdir, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ClvError } from "../../../pipeline/errors.js";
import { diskError } from "../../../pipeline/files/disk-errors.js";
import { makeFolder, makePrivateFolder } from "../../../pipeline/files/folders.js";
import { clv, scratch } from "../cli/clv-process.js";

const folder = await scratch();
const long = "n".repeat(300);
await writeFile(join(folder, "log.csv"), "customer,date,amount\na,2024-01-01,1\n");
await symlink("loop", join(folder, "loop"));
await mkdir(join(folder, "dir"));

test.each([
  ["EROFS", "open", /^cannot write \/d\/x: the file system is read-only \(EROFS\)\. Make room or allow it/],
  ["ELOOP", "mkdir", /^cannot write \/d\/x: symbolic links lead in a circle \(ELOOP\)/],
  ["EIO", "read", /^cannot read \/d\/x: the disk failed/],
  ["EQUAINT", "stat", /^cannot read \/d\/x: the operating system refuses it \(EQUAINT\)/],
])("%s of %s says what to do", (code, syscall, message) => {
  const error = Object.assign(new Error(code), { code, syscall, path: "/d/x" });
  expect(diskError(error)).toMatchObject({ code: "SINK_REFUSED", message: expect.stringMatching(message) });
});

test("what is no error of a file system stays as it is", () => {
  const network = Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" });
  const bug = new TypeError("x is undefined");
  for (const error of [network, bug, new ClvError("USAGE", "?")]) expect(diskError(error)).toBe(error);
});

test.each([
  [["run", "loop"], "SOURCE_UNREADABLE: cannot read /"],
  [["run", "log.csv", "--runsDir", "loop"], "SINK_REFUSED: cannot write /"],
  [["run", "/dev/zero"], "SOURCE_UNREADABLE: /dev/zero is a pipe or a device"],
  [["status", "--runsDir", "log.csv"], "SINK_REFUSED: cannot"],
  [["promote", "latest", "--runsDir", "log.csv"], "SINK_REFUSED: cannot"],
  [["init", "log.csv", "--out", long], "SINK_REFUSED: cannot write /"],
])("%j is no bug of clv", async (args, message) => {
  const { err } = await clv(args, { cwd: folder });
  expect(err.split("\n").find((line) => line.includes("cannot") || line.includes("pipe"))).toContain(message);
  expect(err).not.toContain("UNEXPECTED");
});

test("a folder is made with those above it, closed to others where it is private, and refusal ends", async () => {
  const open = join(folder, "a/b");
  const closed = join(folder, "a/b/c/d");
  await makeFolder(open);
  await makePrivateFolder(closed);
  expect((await stat(closed)).mode & 0o777).toBe(0o700);
  expect((await stat(open)).mode & 0o077).not.toBe(0);
  await makePrivateFolder(open);
  expect((await stat(open)).mode & 0o777).toBe(0o700);
  await expect(makeFolder("/proc/nowhere/at/all")).rejects.toMatchObject({ syscall: "mkdir" });
  await expect(makeFolder(join(folder, "log.csv"))).rejects.toMatchObject({ code: "EEXIST" });
});

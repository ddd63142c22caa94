/** `node dist/test/pipeline/year/run.js [folder]`: the scripted year, run by run, and its table. The folder is kept if named. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ended, scriptedYear } from "./year.js";
import { runLine, sliceTable, yearTable } from "./year-table.js";

const cliFile = fileURLToPath(new URL("../../../bundle/clv.js", import.meta.url));
const named = process.argv[2];
const folder = named === undefined ? await mkdtemp(join(tmpdir(), "clv-year-")) : resolve(named);
try {
  const { runs, slices } = await scriptedYear(folder, clv, (run) =>
    process.stdout.write(`${runLine(run)}\n`),
  );
  process.stdout.write(`${yearTable(runs)}\n\n${sliceTable(slices)}\n`);
} finally {
  if (named === undefined) await rm(folder, { recursive: true, force: true });
}

function clv(args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [cliFile, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", failed).on("close", (code) => done({ code, out, err }));
  });
}

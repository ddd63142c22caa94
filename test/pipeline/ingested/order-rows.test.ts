import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratch } from "../cli/clv-process.js";
import { sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";

const root = await scratch();

/** Orders of two rows, some of them failed or refunded. */
const file = (from: number): string =>
  Array.from({ length: 60 }, (_, i) => {
    const status = i % 7 === 0 ? "failed" : "paid";
    const day = new Date(Date.UTC(2024, 0, 1 + from + i)).toISOString().slice(0, 10);
    return `${from + i},k${i % 9},${day},${10 + i},${i % 5 === 0 ? 2 : 0},${status}\n,,,${i % 2 ? "" : 3},,\n`;
  }).join("");
const header = "no,id,date,amount,back,status\n";

test.each([
  ["skip", ""],
  ["fill", ""],
  ["reject", ", query: \"select * from source where amount <> ''\""],
])("%s: a run with one more file is a run over all of them, byte for byte", async (rows, query) => {
  const folder = join(root, rows);
  await mkdir(join(folder, "log"), { recursive: true });
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log]${query} }
columns: { order: no, customer: id, date: date, amount: amount, refunded: back }
ingest: { continuationRows: ${rows}, exclude: { status: [failed] }, maxRejectedShare: 1 }
`,
  );
  const run = async (runsDir: string, threads: number) => {
    const flags = { runsDir: join(folder, runsDir), engine: { threads } };
    const { runDir, log } = await runHere(folder, flags, { until: "summarize", verbosity: "debug" });
    const hashes = await Promise.all(
      ["transactions", "rejected_rows", "customers"].map((t) =>
        sha256(join(runDir as string, "tables", `${t}.parquet`)),
      ),
    );
    return { hashes, log: String(log) };
  };
  await writeFile(join(folder, "log", "a.csv"), header + file(0));
  await run("grown", 2);
  await writeFile(join(folder, "log", "b.csv"), header + file(60));
  const grown = await run("grown", 2);
  expect(grown.log).toContain("a.csv: as it was read before");
  expect(grown.hashes).toEqual((await run("fresh", 1)).hashes);
});

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The bin folder of each environment, which is made where it is missing. */
export const venvs = {
  spark: () => pythonVenv("requirements-spark.txt", "CLV_SPARK_VENV"),
  airflow: () => pythonVenv("requirements-airflow.txt", "CLV_AIRFLOW_VENV"),
  tools: () => pythonVenv("requirements.txt", "CLV_TOOLS_VENV"),
};

/**
 * The bin folder of a virtual environment with the packages of a file of requirements beside this one: the environment that
 * the variable names, else one under the user's cache folder, which is made where it is missing and made again when the
 * requirements change.
 */
async function pythonVenv(requirements: string, variable: string): Promise<string> {
  const named = process.env[variable];
  if (named) return join(named, "bin");
  const folder = import.meta.dirname.replace(/[\\/]dist([\\/]test[\\/]servers)$/, "$1");
  const file = join(folder, requirements);
  const { stdout: version } = await run("python3", ["--version"]);
  const key = createHash("sha256")
    .update(version + (await readFile(file, "utf8")))
    .digest("hex");
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "clv");
  const place = join(cache, `${requirements.replace(/\W.*/, "")}-${key.slice(0, 12)}`);
  const complete = join(place, "complete");
  if (existsSync(complete)) return join(place, "bin");
  await mkdir(cache, { recursive: true });
  if (existsSync(place)) await rename(place, `${place}.incomplete-${pid}`);
  await run("python3", ["-m", "venv", place]);
  await run(join(place, "bin", "pip"), ["install", "--quiet", "--requirement", file], {
    maxBuffer: 1e8,
  });
  await writeFile(complete, "");
  await rm(`${place}.incomplete-${pid}`, { recursive: true, force: true });
  return join(place, "bin");
}

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run, sourceFile } from "./child.js";

/** A Python with the packages it was asked for, or why there is none. */
export type Python = { readonly path: string } | { readonly why: string };

const longestInstall = 900; // seconds

/** The environment in `folder` with the packages of a file here, made where it is missing or was made for other versions. */
export async function preparePython(
  folder: string,
  say: (text: string) => void,
  file = "requirements.txt",
): Promise<Python> {
  const requirements = sourceFile(file);
  const wanted = await readFile(requirements, "utf8");
  const marker = join(folder, "requirements.installed");
  const path =
    process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if ((await readFile(marker, "utf8").catch(() => null)) === wanted) return { path };
  say(`making a Python environment in ${folder}`);
  try {
    await run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", "--clear", folder]);
  } catch (error) {
    return { why: `no Python environment could be made: ${lastLine(error)}` };
  }
  try {
    const pip = [
      "-m",
      "pip",
      "--disable-pip-version-check",
      "--retries",
      "1",
      "--timeout",
      "15",
      "install",
      "--quiet",
    ];
    await run(path, [...pip, "--requirement", requirements], {}, longestInstall);
  } catch (error) {
    return { why: `PyPI is unreachable or refused the packages of ${file}: ${lastLine(error)}` };
  }
  await writeFile(marker, wanted);
  return { path };
}

function lastLine(error: unknown): string {
  return (error as Error).message.trim().split("\n").at(-1) ?? "";
}

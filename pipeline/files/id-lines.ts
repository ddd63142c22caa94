import { readFile } from "node:fs/promises";
import { ClvError } from "../errors.js";

/**
 * The ids of a file, one a line; blank lines and spaces around them do not count.
 * @throws ClvError SOURCE_NOT_FOUND where it cannot be read
 */
export async function readIdLines(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new ClvError("SOURCE_NOT_FOUND", `cannot read ${path}: ${error.message}`);
  });
  return [
    ...new Set(
      text
        .replace(/^\uFEFF/, "")
        .split(/\r?\n/)
        .map((line) => line.trim()),
    ),
  ].filter((line) => line !== "");
}

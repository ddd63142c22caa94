import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder for one test file, removed at its end; `put` writes a file into it and returns its path. */
export async function textFolder(): Promise<{
  path(name: string): string;
  put(name: string, content: string | Uint8Array): Promise<string>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "clv-text-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    async put(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}

/** A plain reader of comma-separated, double-quoted rows, one character at a time. */
export function readCsvText(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
    } else if (c === '"') {
      quoted = true;
    } else if (c === "," || c === "\n") {
      row.push(field);
      field = "";
      if (c === "\n") {
        rows.push(row);
        row = [];
      }
    } else field += c;
  }
  if (quoted || field !== "" || row.length > 0) throw new Error("the last row has no end");
  return rows;
}

export async function readCsv(path: string): Promise<string[][]> {
  return readCsvText(await readFile(path, "utf8"));
}

import { readFile, stat } from "node:fs/promises";

/**
 * The password of a libpq password file (lines host:port:database:user:password, * for any, \ before : and \), or undefined
 * when there is none. As libpq does, a file that others may read is left alone.
 */
export async function passwordFromFile(
  path: string,
  wanted: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
  },
): Promise<string | undefined> {
  const { host, port, database, user } = wanted;
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) return undefined;
    text = await readFile(path, "utf8");
  } catch {
    return undefined;
  }
  const values = [host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = line.match(/(?:\\.|[^:\\])*(?::|$)/g) ?? [];
    const parts = fields.map((field) => field.replace(/:$/, ""));
    const fits = values.every((value, i) => parts[i] === "*" || unescaped(parts[i] ?? "") === value);
    if (fits && parts[4] !== undefined) return unescaped(parts[4]);
  }
  return undefined;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}

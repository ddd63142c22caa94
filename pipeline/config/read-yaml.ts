import { open } from "node:fs/promises";
import { LineCounter, parseDocument } from "yaml";
import { ClvError } from "../errors.js";

export type Tree = { [key: string]: unknown };

/** A config holds dozens of settings: whatever goes beyond these is not one, and would only take time and memory. */
const mostBytes = 1 << 20;
const deepest = 32;
const mostValues = 20_000;

/**
 * The settings of a YAML file. Bounded in bytes, depth and in values once aliases are put in, so that no file keeps a run
 * busy before it begins.
 * @throws ClvError CONFIG_INVALID
 */
export async function readYaml(path: string): Promise<Tree> {
  const tree: unknown = parsedYaml(await textOf(path), path) ?? {};
  if (!isTree(tree)) throw new ClvError("CONFIG_INVALID", `${path} is not a map of settings`);
  assertBounded(tree, path);
  return withoutNulls(tree);
}

export function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** At most a little more than is allowed is read, also of a device or a pipe that never ends. */
async function textOf(path: string): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const buffer = Buffer.alloc(mostBytes + 1);
      let length = 0;
      while (length <= mostBytes) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        if (bytesRead === 0) return buffer.toString("utf8", 0, length);
        length += bytesRead;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ClvError(
      "CONFIG_INVALID",
      `cannot read ${path}: ${(cause as Error).message}. \`clv init FILE\` writes one.`,
      { cause },
    );
  }
  throw new ClvError(
    "CONFIG_INVALID",
    `${path} is larger than 1 MB, so it is no file of settings. Give the log as a file after \`clv run\`, the settings with --config.`,
  );
}

/** What a line says is not repeated: it may be a password. */
function parsedYaml(text: string, path: string): unknown {
  const lineCounter = new LineCounter();
  const document = nestedOrNot(() => parseDocument(text, { lineCounter, prettyErrors: false }), path);
  const tooDeep = document.errors.some(({ message }) => /call stack/i.test(message));
  if (tooDeep) throw nestsTooDeep(path);
  const problems = document.errors.map(({ message, pos: [at] }) => {
    const { line, col } = lineCounter.linePos(at);
    return `line ${line}, column ${col}: ${message.split(/[:"'\\]/)[0]!.trim()}`;
  });
  if (problems.length > 0)
    throw new ClvError("CONFIG_INVALID", `${path} is not YAML:\n  ${problems.slice(0, 20).join("\n  ")}`);
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof RangeError) throw nestsTooDeep(path);
    // the one thing that is looked up only now
    throw new ClvError(
      "CONFIG_INVALID",
      `${path} has an alias (a value that begins with *) without its anchor, or too many: put texts that begin with * into quotes.`,
    );
  }
}

function nestedOrNot<T>(parse: () => T, path: string): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw nestsTooDeep(path);
    throw error;
  }
}

function nestsTooDeep(path: string): ClvError {
  return new ClvError(
    "CONFIG_INVALID",
    `${path} nests deeper than ${deepest} levels, or within itself by an alias: settings are at most a few levels deep.`,
  );
}

/** Walks the tree as if each alias were written out, up to the bounds. */
function assertBounded(tree: Tree, path: string): void {
  let values = 0;
  const open: { readonly value: object; readonly depth: number }[] = [{ value: tree, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > deepest) throw nestsTooDeep(path);
    for (const value of Object.values(next.value)) {
      values += 1;
      if (values > mostValues)
        throw new ClvError(
          "CONFIG_INVALID",
          `${path} holds more than ${mostValues} values once its aliases are written out: no settings are that many.`,
        );
      if (value !== null && typeof value === "object") open.push({ value, depth: next.depth + 1 });
    }
  }
}

/** A section whose keys are all commented out is null in YAML: it says nothing. */
function withoutNulls(tree: Tree): Tree {
  const given = Object.entries(tree).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]));
}

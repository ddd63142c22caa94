import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { artifactKinds } from "../pipeline/artifacts/artifacts.js";
import { stageNames } from "../pipeline/stage.js";
import { version } from "../pipeline/version.js";
import { floors } from "./floors.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

interface Import {
  /** A path from the root for local files, else the package. */
  readonly of: string;
  readonly typeOnly: boolean;
  /** Whether it is loaded when that line is reached. */
  readonly lazy: boolean;
}

interface Source {
  readonly path: string;
  /** Code without comments and texts, so that only what runs is looked at. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const sources: readonly Source[] = ["models", "pipeline", "data", "test"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && f.name.endsWith(".ts"))
    .map((f) => readSource(relative(root, join(f.parentPath, f.name)).replaceAll("\\", "/"))),
);

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const statements = text.matchAll(
    /^\s*(import|export)\s+(type\s+)?(?:([\w*{][^"';]*?)\s+from\s+)?"([^"]+)"/gm,
  );
  const dynamic = text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g);
  const at = (name: string): string =>
    name.startsWith(".")
      ? relative(root, resolve(root, dirname(path), name))
          .replaceAll("\\", "/")
          .replace(/\.js$/, ".ts")
      : name;
  const imports = [
    ...[...statements].map((m) => ({
      of: at(m[4]!),
      typeOnly: m[2] !== undefined || onlyTypes(m[3]),
      lazy: false,
    })),
    ...[...dynamic].map((m) => ({ of: at(m[1]!), typeOnly: false, lazy: true })),
  ];
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  return { path, code, imports };
}

/** `{ type A, type B }` */
function onlyTypes(names: string | undefined): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(names?.trim() ?? "")?.[1];
  if (inside === undefined) return false;
  return inside
    .split(",")
    .map((n) => n.trim())
    .filter(Boolean)
    .every((n) => n.startsWith("type "));
}

const under = (folder: string): Source[] => sources.filter((s) => s.path.startsWith(folder));
const isLocal = (of: string): boolean => /^(models|pipeline|data|test)\//.test(of);

/** What breaks a rule, as "file imports what". */
function offenders(files: readonly Source[], allowed: (i: Import, s: Source) => boolean): string[] {
  return files.flatMap((s) =>
    s.imports.filter((i) => !allowed(i, s)).map((i) => `${s.path} imports ${i.of}`),
  );
}

const starts = (i: Import, ...folders: string[]): boolean => folders.some((f) => i.of.startsWith(f));

test("the parser of imports sees them", () => {
  expect(sources.length).toBeGreaterThan(150);
  const run = sources.find((s) => s.path === "pipeline/runner/open-run.ts")!;
  expect(run.imports).toContainEqual({
    of: "pipeline/engines/open-engine.ts",
    typeOnly: false,
    lazy: false,
  });
  expect(run.imports).toContainEqual({ of: "pipeline/terminal/io.ts", typeOnly: true, lazy: false });
  for (const s of sources)
    for (const i of s.imports)
      if (isLocal(i.of))
        expect(
          sources.map((x) => x.path),
          s.path,
        ).toContain(i.of);
});

/** The folder below pipeline/ that a file is in, or its own name; models and data as wholes. */
function roomOf(path: string): string {
  return /^pipeline\/([^/]+)/.exec(path)?.[1] ?? path.split("/")[0]!;
}

const product = sources.filter((s) => !s.path.startsWith("test/"));
const value = ({ imports }: Source): string[] =>
  imports.filter((i) => !i.typeOnly && isLocal(i.of)).map((i) => i.of);

/** A way through a graph that comes back to where it began; null where there is none. */
function circleIn(edges: ReadonlyMap<string, Iterable<string>>): string[] | null {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...trail, node]);
      if (circle) return circle;
    }
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const circle = visit(node, []);
    if (circle) return circle;
  }
  return null;
}

describe("floors and circles", () => {
  test("every folder stands on a floor, and uses only what is below", () => {
    const floor = (path: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(path)));
    const broken = product.flatMap((s) => {
      if (floor(s.path) < 0) return [`${s.path} stands on no floor`];
      return value(s)
        .filter((of) => roomOf(of) !== roomOf(s.path) && floor(of) <= floor(s.path))
        .map((of) => `${s.path} uses ${of}`);
    });
    expect(broken).toEqual([]);
  });

  test("no two folders lead into each other; a file beside folders counts as one", () => {
    const holdsFolders = new Set(
      product.flatMap(({ path }) => {
        const up = dirname(dirname(path));
        return up === "." ? [] : [up];
      }),
    );
    const unit = (path: string): string => (holdsFolders.has(dirname(path)) ? path : dirname(path));
    const edges = new Map<string, Set<string>>();
    for (const s of product) {
      const own = edges.get(unit(s.path)) ?? new Set();
      for (const of of value(s)) if (unit(of) !== unit(s.path)) own.add(unit(of));
      edges.set(unit(s.path), own);
    }
    expect(edges.size).toBeGreaterThan(40);
    expect(circleIn(edges)).toBeNull();
  });

  test("no import leads round in a circle", () => {
    expect(circleIn(new Map(sources.map((s) => [s.path, value(s)])))).toBeNull();
    expect(
      circleIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
    ).toEqual(["b", "c", "b"]);
  });

  test("no file is longer than 300 lines", () => {
    const long = product.filter(
      ({ path }) => readFileSync(join(root, path), "utf8").trimEnd().split("\n").length > 300,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe("who may import whom", () => {
  test("models: only models and numeric packages", () => {
    const numeric = /^@stdlib\/math-base-special-|^pure-rand(\/|$)/;
    const network = /^models\/spend\/(train-)?ziln[\w-]*\.ts$/;
    expect(
      offenders(
        under("models/"),
        (i, s) =>
          starts(i, "models/") ||
          numeric.test(i.of) ||
          (i.of === "@tensorflow/tfjs-core" && network.test(s.path)),
      ),
    ).toEqual([]);
  });

  test("TensorFlow, which takes a third of a second to load, is loaded by those who train or predict alone", () => {
    const loads = (i: Import): boolean =>
      !i.typeOnly && /(^@tensorflow|spend\/(train|predict)-ziln)/.test(i.of);
    const lazily = ["pipeline/stages/fit/fit-spend.ts", "pipeline/stages/score/expected-spend.ts"];
    const files = sources.filter((s) => !/^test\/|\/spend\//.test(s.path) && !lazily.includes(s.path));
    expect(offenders(files, (i) => !loads(i))).toEqual([]);
    for (const path of lazily)
      expect(readFileSync(join(root, path), "utf8")).not.toMatch(/^import [^;]*(train|predict)-ziln/m);
  });

  test("data/schemas: only Arrow and each other", () => {
    expect(offenders(under("data/"), (i) => starts(i, "data/", "apache-arrow"))).toEqual([]);
  });

  test("pipeline/sql knows no engine and no file: nothing but itself; types of what its statements are about may be named", () => {
    expect(
      offenders(under("pipeline/sql/"), (i) => starts(i, "pipeline/sql/") || (i.typeOnly && isLocal(i.of))),
    ).toEqual([]);
  });

  test("packages of engines: DuckDB in engines/duckdb, and in engines/arrow, which reads its vectors; pg and gRPC in theirs", () => {
    const only = (packages: RegExp, ...folders: string[]): void =>
      expect(
        offenders(product, (i, s) => !packages.test(i.of) || folders.some((f) => s.path.startsWith(f))),
      ).toEqual([]);
    only(/^@duckdb\//, "pipeline/engines/duckdb/", "pipeline/engines/arrow/");
    only(/^pg(-|$)/, "pipeline/engines/postgres/");
    only(/^(@grpc\/|protobufjs)/, "pipeline/engines/spark/");
  });

  test("drivers of servers are loaded when asked for", () => {
    const driver = /^pipeline\/engines\/(postgres|spark)\//;
    const server = (path: string): boolean =>
      /^pipeline\/(engines|sinks)\/(postgres|spark)\/|^pipeline\/forget\/(postgres|spark)\.ts$/.test(path);
    const byPath = new Map(product.map((s) => [s.path, s]));
    const known = new Map<string, boolean>();
    const loadsDriver = (of: string): boolean => {
      const found = known.get(of) ?? (driver.test(of) || eager(byPath.get(of)).some(loadsDriver));
      known.set(of, found);
      return found;
    };
    const eager = (s: Source | undefined): string[] =>
      (s?.imports ?? []).filter((i) => !i.typeOnly && !i.lazy).map((i) => i.of);
    expect(loadsDriver("pipeline/sinks/postgres/postgres.ts")).toBe(true);
    expect(product.map((s) => s.path).filter((path) => !server(path) && loadsDriver(path))).toEqual([]);
  });

  test("engines, formats and kinds of outputs are asked, not known by name", () => {
    const named =
      /\bengine\.name\s*[!=]==\s*"|\bcase "(duckdb|postgres|spark|parquet|arrow|csv|text|jsonl)":/;
    const may = /^pipeline\/(engines|config)\//;
    const text = (path: string): string => readFileSync(join(root, path), "utf8");
    expect(
      under("pipeline/")
        .map((s) => s.path)
        .filter((path) => !may.test(path) && named.test(text(path))),
    ).toEqual([]);
    expect(named.test(text("pipeline/config/connections.ts"))).toBe(true);
  });

  test("only open-engine.ts and inspect open the embedded engine; stages and sinks see its type", () => {
    const opens = (i: Import): boolean => i.of === "pipeline/engines/duckdb/duckdb.ts" && !i.typeOnly;
    const may = /^pipeline\/(engines\/open-engine\.ts|inspect\/)/;
    expect(
      offenders(
        product.filter((s) => !may.test(s.path)),
        (i) => !opens(i),
      ),
    ).toEqual([]);
    expect(
      offenders(under("pipeline/stages/"), (i) => i.typeOnly || !starts(i, "pipeline/engines/")),
    ).toEqual([]);
  });

  test("run.ts knows stages by type alone; the plan is the one list of them", () => {
    const run = sources.filter((s) => s.path === "pipeline/runner/run.ts");
    expect(
      offenders(
        run,
        (i) => i.typeOnly || !starts(i, "pipeline/stages/", "pipeline/runner/plan.ts", "pipeline/engines/"),
      ),
    ).toEqual([]);
    const stageFiles = stageNames.map((n) => `pipeline/stages/${n}.ts`);
    const plan = sources.find((s) => s.path === "pipeline/runner/plan.ts")!;
    expect(plan.imports.map((i) => i.of)).toEqual(expect.arrayContaining(stageFiles));
  });

  test("the simulator stands alone: models, errors and the terminal's Io", () => {
    const allowed = [
      "pipeline/simulate/",
      "pipeline/errors.ts",
      "pipeline/terminal/",
      "pipeline/text/format.ts",
      "pipeline/time/",
      "models/",
      "node:",
      "pure-rand",
      "pipeline/files/disk-errors.ts",
      "pipeline/files/replace-file.ts",
    ];
    expect(offenders(under("pipeline/simulate/"), (i) => starts(i, ...allowed))).toEqual([]);
  });

  test("nothing imports test/, commands are imported by cli.ts alone, and cli.ts by nobody", () => {
    expect(offenders(product, (i) => !starts(i, "test/", "vitest", "fast-check"))).toEqual([]);
    const inner = product.filter(
      (s) => s.path !== "pipeline/cli.ts" && !s.path.startsWith("pipeline/commands/"),
    );
    expect(offenders(inner, (i) => !starts(i, "pipeline/commands/"))).toEqual([]);
    expect(offenders(sources, (i) => i.of !== "pipeline/cli.ts")).toEqual([]);
  });
});

describe("what code may touch", () => {
  test("models/ is pure: no clock, no chance, no Node, no output", () => {
    const impure =
      /\bDate\b|\bMath\.random\b|\bperformance\b|\bconsole\b|\bglobalThis\b|\bBuffer\b|\bsetTimeout\b/;
    expect(
      under("models/")
        .filter((s) => impure.test(s.code))
        .map((s) => s.path),
    ).toEqual([]);
  });

  test("chance comes from seeds everywhere in the product", () => {
    const product = sources.filter((s) => !/^test\/|^pipeline\/files\/unique-id\.ts$/.test(s.path));
    expect(
      product
        .filter((s) => /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/.test(s.code))
        .map((s) => s.path),
    ).toEqual([]);
  });

  test("only cli.ts and index.ts touch process; others may read its pid to name temporary files, and ask who is alive", () => {
    const product = [...under("models/"), ...under("pipeline/"), ...under("data/")];
    const touching = product.filter(
      (s) => !/^pipeline\/(cli|index)\.ts$/.test(s.path) && /\bprocess\s*[.[]|\bconsole\s*\./.test(s.code),
    );
    expect(touching.map((s) => s.path)).toEqual([]);
    const importing = product.filter((s) =>
      s.imports.some((i) => i.of === "node:process" || i.of === "process"),
    );
    expect(importing.map((s) => s.path).sort()).toEqual([
      "pipeline/engines/duckdb/files.ts",
      "pipeline/files/is-alive.ts",
      "pipeline/files/write-arrow.ts",
      "pipeline/sinks/files/files.ts",
    ]);
    for (const { path } of importing) {
      const names =
        /import \{([^}]*)\} from "node:process"/.exec(readFileSync(join(root, path), "utf8"))?.[1] ??
        "everything";
      for (const name of names.split(",")) expect(["pid", "kill"], path).toContain(name.trim());
    }
  });

  test("the product opens no network connection", () => {
    const network = /^(node:)?(http|https|http2|net|tls|dgram|dns)$|^(undici|axios|node-fetch)$/;
    expect(offenders(product, (i) => !network.test(i.of))).toEqual([]);
    expect(product.filter((s) => /\bfetch\s*\(/.test(s.code)).map((s) => s.path)).toEqual([]);
  });
});

/** Code with its texts but without comments. */
function texts({ path }: Source): string {
  return readFileSync(join(root, path), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "");
}

describe("what a run is made of", () => {
  const layout = "pipeline/runs/layout.ts";
  const files = /(^|[^\w-])(manifest|parts|counted-parts|ziln|log|alerts)\.jsonl?\b|ziln\.weights\.bin/;
  const artifacts = new RegExp(
    `(^|[^\\w.-])(${Object.keys(artifactKinds).join("|")})\\.(json|arrow|parquet)\\b`,
    "m",
  );
  const folders = /(["'`])(tables|partitions|spill|work|published)\1/;
  /** Where the words mean something else: an option, an example in a config, a file that a user is given. */
  const others: Readonly<Record<string, RegExp>> = {
    "pipeline/cli.ts": /"partitions"/g,
    "pipeline/commands/run.ts": /(conflicts: |option\()"partitions"/g,
    "pipeline/inspect/sample-tables.ts": /"table" : "tables"/g,
    "pipeline/inspect/write-config.ts": /"engine\.spillDirectory": "spill"/g,
    "pipeline/sinks/files/local-scores.ts": /join\(directory, "scores\.parquet"\)/g,
  };
  const spells = (source: Source): boolean => {
    const text = texts(source).replace(others[source.path] ?? /$^/, "");
    return [files, artifacts, folders].some((names) => names.test(text));
  };

  test("only runs/layout.ts knows what its files and folders are called", () => {
    expect(spells(sources.find(({ path }) => path === layout)!)).toBe(true);
    expect(
      under("pipeline/")
        .filter((s) => s.path !== layout && spells(s))
        .map((s) => s.path),
    ).toEqual([]);
  });

  test("only artifacts/ makes paths of the names of artifacts and opens them", () => {
    const others = under("pipeline/").filter(
      ({ path }) => path !== layout && !path.startsWith("pipeline/artifacts/"),
    );
    expect(others.filter((s) => /\bartifactFileName\b/.test(s.code)).map((s) => s.path)).toEqual([]);
    // what is opened elsewhere is no artifact: sources, outputs and what a person is taken out of
    const arrow = /^pipeline\/(artifacts|files|sources|inspect|sinks|forget|simulate)\//;
    const reader = ["pipeline/files/read-arrow.ts", "pipeline/files/write-arrow.ts"];
    expect(
      offenders(
        product.filter((s) => !arrow.test(s.path)),
        (i) => i.typeOnly || !reader.includes(i.of),
      ),
    ).toEqual([]);
  });
});

test("only text/ groups the digits of numbers for people", () => {
  const grouping = product.filter((s) => /\btoLocaleString\b|\bIntl\.NumberFormat\b/.test(s.code));
  expect(grouping.map((s) => s.path)).toEqual(["pipeline/text/format.ts"]);
});

test("only time/ counts days; engines turn what their formats count into days", () => {
  const counts = product.filter((s) => /\b86_?400_?000\b/.test(s.code)).map((s) => s.path);
  expect(counts.filter((path) => !/^pipeline\/(time|engines)\//.test(path))).toEqual([]);
  expect(counts).toContain("pipeline/time/calendar.ts");
});

describe("names", () => {
  test("files are kebab-case, and none is a bag of things", () => {
    const names = sources.map((s) => s.path);
    expect(
      names.filter((n) => !/^([a-z0-9-]+\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test|\.bench)?\.ts$/.test(n)),
    ).toEqual([]);
    expect(names.filter((n) => /(^|[/-])(utils?|helpers?|misc|common|manager)([/.-]|$)/.test(n))).toEqual([]);
  });

  test("the version in the code is that of package.json", () => {
    expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version).toBe(version);
  });

  test("every package that the product imports is a dependency, and every dependency has a place", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const packages = (files: readonly Source[]): string[] =>
      files
        .flatMap((s) => s.imports.map((i) => i.of))
        .filter((of) => !isLocal(of) && !of.startsWith("node:"));
    const nameOf = (of: string): string =>
      of
        .split("/")
        .slice(0, of.startsWith("@") ? 2 : 1)
        .join("/");
    const used = new Set(packages(sources.filter((s) => !s.path.startsWith("test/"))).map(nameOf));
    expect([...used].filter((name) => manifest.dependencies[name] === undefined)).toEqual([]);
  });
});

test("the message of an error does not begin with its code, which is printed before it", () => {
  const doubled = under("pipeline/").flatMap(({ path }) =>
    [...readFileSync(join(root, path), "utf8").matchAll(/ClvError\(\s*"([A-Z_]+)",\s*[`"']\1\b/g)].map(
      ([, code]) => `${path}: ${code}`,
    ),
  );
  expect(doubled).toEqual([]);
});

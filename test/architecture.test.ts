import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { stageNames } from "../pipeline/stage.js";
import { version } from "../pipeline/version.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

interface Import {
  /** A path from the root for local files, else the package. */
  readonly of: string;
  readonly typeOnly: boolean;
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
    ...[...statements].map((m) => ({ of: at(m[4]!), typeOnly: m[2] !== undefined || onlyTypes(m[3]) })),
    ...[...dynamic].map((m) => ({ of: at(m[1]!), typeOnly: false })),
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
  const run = sources.find((s) => s.path === "pipeline/open-run.ts")!;
  expect(run.imports).toContainEqual({ of: "pipeline/open-engine.ts", typeOnly: false });
  expect(run.imports).toContainEqual({ of: "pipeline/terminal/io.ts", typeOnly: true });
  for (const s of sources)
    for (const i of s.imports)
      if (isLocal(i.of))
        expect(
          sources.map((x) => x.path),
          s.path,
        ).toContain(i.of);
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
    const lazily = ["pipeline/stages/fit-spend.ts", "pipeline/stages/expected-spend.ts"];
    const files = sources.filter((s) => !/^test\/|\/spend\//.test(s.path) && !lazily.includes(s.path));
    expect(offenders(files, (i) => !loads(i))).toEqual([]);
    for (const path of lazily)
      expect(readFileSync(join(root, path), "utf8")).not.toMatch(/^import [^;]*(train|predict)-ziln/m);
  });

  test("data/schemas: only Arrow and each other", () => {
    expect(offenders(under("data/"), (i) => starts(i, "data/", "apache-arrow"))).toEqual([]);
  });

  test("pipeline/sql: nothing but itself; types of what its statements are about may be named", () => {
    expect(
      offenders(under("pipeline/sql/"), (i) => starts(i, "pipeline/sql/") || (i.typeOnly && isLocal(i.of))),
    ).toEqual([]);
  });

  test("pipeline/engines: sql, errors and each other; DuckDB only in duckdb*.ts, and in arrow*.ts, which reads its vectors", () => {
    const own = [
      "pipeline/engines/",
      "pipeline/sql/",
      "pipeline/errors.ts",
      "pipeline/fingerprint.ts",
      "pipeline/unique-id.ts",
      "apache-arrow",
      "node:",
      "@duckdb/",
      "pg",
      "@grpc/grpc-js",
      "protobufjs",
    ];
    expect(
      offenders(
        under("pipeline/engines/"),
        (i) => starts(i, ...own) || (i.typeOnly && i.of === "pipeline/config.ts"),
      ),
    ).toEqual([]);
    const others = sources.filter(
      (s) => !/^pipeline\/engines\/(duckdb|arrow)[\w-]*\.ts$/.test(s.path) && !s.path.startsWith("test/"),
    );
    expect(offenders(others, (i) => !starts(i, "@duckdb/"))).toEqual([]);
  });

  test("drivers of servers: pg only in postgres*.ts, gRPC and its messages only in spark*.ts, and loaded when asked for", () => {
    const not = (name: string): Source[] =>
      sources.filter((s) => !new RegExp(`^(pipeline/engines/${name}[\\w-]*\\.ts$|test/)`).test(s.path));
    expect(offenders(not("postgres"), (i) => !/^pg(-|$)/.test(i.of))).toEqual([]);
    expect(offenders(not("spark"), (i) => !starts(i, "@grpc/", "protobufjs"))).toEqual([]);
    const drivers = /^pipeline\/(engines|sinks)\/(postgres|spark)[\w-]*\.ts$/;
    const others = under("pipeline/").filter((s) => !drivers.test(s.path));
    for (const s of others)
      expect(readFileSync(join(root, s.path), "utf8"), s.path).not.toMatch(
        /^import (?!type )[^;]*\/(postgres|spark)[\w-]*\.js"/m,
      );
  });

  test("only the outside layers open an engine; stages and sinks see its type, and database files of their own kind", () => {
    const opens = (i: Import): boolean => i.of === "pipeline/engines/duckdb.ts" && !i.typeOnly;
    const may = /^pipeline\/(open-engine\.ts|commands\/|inspect\/)/;
    const files = under("pipeline/").filter((s) => !may.test(s.path));
    expect(offenders(files, (i) => !opens(i))).toEqual([]);
  });

  test("stages: models, sql, sources, sinks, spend, workers and what describes a run; engines by type", () => {
    const allowed = [
      "pipeline/stages/",
      "pipeline/ingested/",
      "pipeline/sql/",
      "pipeline/sources/",
      "pipeline/sinks/",
      "pipeline/spend/",
      "pipeline/workers/",
      "pipeline/registry/",
      "pipeline/quality/",
      "pipeline/monitoring/",
      "pipeline/calendar.ts",
      "pipeline/atomic-file.ts",
      "pipeline/purchase-models.ts",
      "pipeline/period.ts",
      "models/index.ts",
      "data/schemas/",
      "pipeline/stage.ts",
      "pipeline/errors.ts",
      "pipeline/config.ts",
      "pipeline/connections.ts",
      "pipeline/fingerprint.ts",
      "pipeline/version.ts",
      "pipeline/visible-text.ts",
      "apache-arrow",
      "node:",
    ];
    expect(
      offenders(
        under("pipeline/stages/"),
        (i) =>
          starts(i, ...allowed) || (i.typeOnly && starts(i, "pipeline/engines/", "pipeline/artifacts.ts")),
      ),
    ).toEqual([]);
  });

  test("sources and sinks do not know stages, commands or runs, except by type; inspect may run stages and format text", () => {
    const upper = [
      "pipeline/stages/",
      "pipeline/commands/",
      "pipeline/terminal/",
      "pipeline/run.ts",
      "pipeline/open-run.ts",
      "pipeline/plan.ts",
      "pipeline/cli.ts",
    ];
    const files = [...under("pipeline/sources/"), ...under("pipeline/sinks/")];
    expect(offenders(files, (i) => i.typeOnly || !starts(i, ...upper))).toEqual([]);
    expect(
      offenders(
        under("pipeline/inspect/"),
        (i) => i.typeOnly || i.of === "pipeline/terminal/format.ts" || !starts(i, ...upper.slice(1)),
      ),
    ).toEqual([]);
  });

  test("run.ts knows stages by type alone; the plan is the one list of them", () => {
    const run = sources.filter((s) => s.path === "pipeline/run.ts");
    expect(
      offenders(
        run,
        (i) =>
          i.typeOnly ||
          !starts(i, "pipeline/stages/", "pipeline/plan.ts", "pipeline/commands/", "pipeline/engines/"),
      ),
    ).toEqual([]);
    const stageFiles = stageNames.map((n) => `pipeline/stages/${n}.ts`);
    const plan = sources.find((s) => s.path === "pipeline/plan.ts")!;
    expect(plan.imports.map((i) => i.of)).toEqual(expect.arrayContaining(stageFiles));
  });

  test("the simulator stands alone: models, errors and the terminal's Io", () => {
    const allowed = [
      "pipeline/simulate/",
      "pipeline/errors.ts",
      "pipeline/terminal/",
      "models/",
      "node:",
      "pure-rand",
      "pipeline/disk-errors.ts",
      "pipeline/replace-file.ts",
    ];
    expect(offenders(under("pipeline/simulate/"), (i) => starts(i, ...allowed))).toEqual([]);
  });

  test("nothing imports test/, commands are imported by cli.ts alone, and cli.ts by nobody", () => {
    const product = sources.filter((s) => !s.path.startsWith("test/"));
    expect(offenders(product, (i) => !starts(i, "test/", "vitest", "fast-check"))).toEqual([]);
    const inner = product.filter(
      (s) => s.path !== "pipeline/cli.ts" && !s.path.startsWith("pipeline/commands/"),
    );
    expect(offenders(inner, (i) => !starts(i, "pipeline/commands/"))).toEqual([]);
    expect(offenders(sources, (i) => i.of !== "pipeline/cli.ts")).toEqual([]);
  });

  test("no import leads round in a circle", () => {
    const edges = new Map(
      sources.map((s) => [s.path, s.imports.filter((i) => !i.typeOnly).map((i) => i.of)]),
    );
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): string[] | null => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
      if (done.has(path)) return null;
      for (const next of edges.get(path) ?? []) {
        const circle = visit(next, [...trail, path]);
        if (circle) return circle;
      }
      done.add(path);
      return null;
    };
    for (const { path } of sources) expect(visit(path, [])).toBeNull();
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
    const product = sources.filter((s) => !/^test\/|^pipeline\/unique-id\.ts$/.test(s.path));
    expect(
      product
        .filter((s) => /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/.test(s.code))
        .map((s) => s.path),
    ).toEqual([]);
  });

  test("only cli.ts touches process; others may read its pid to name temporary files, and ask who is alive", () => {
    const product = [...under("models/"), ...under("pipeline/"), ...under("data/")];
    const touching = product.filter(
      (s) => s.path !== "pipeline/cli.ts" && /\bprocess\s*[.[]|\bconsole\s*\./.test(s.code),
    );
    expect(touching.map((s) => s.path)).toEqual([]);
    const importing = product.filter((s) =>
      s.imports.some((i) => i.of === "node:process" || i.of === "process"),
    );
    expect(importing.map((s) => s.path).sort()).toEqual([
      "pipeline/engines/duckdb-files.ts",
      "pipeline/sinks/arrow-file.ts",
      "pipeline/sinks/files.ts",
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
    const product = sources.filter((s) => !s.path.startsWith("test/"));
    expect(offenders(product, (i) => !network.test(i.of))).toEqual([]);
    expect(product.filter((s) => /\bfetch\s*\(/.test(s.code)).map((s) => s.path)).toEqual([]);
  });
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

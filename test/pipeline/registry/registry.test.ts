import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import { promote, rollback } from "../../../pipeline/registry/change-champion.js";
import {
  afterEvent,
  findConfiguration,
  findVersion,
  firstChampion,
  parentOf,
  previousRun,
  withRun,
} from "../../../pipeline/registry/lineage.js";
import { modelKey } from "../../../pipeline/registry/model-key.js";
import type {
  Configuration,
  LineageEntry,
  LineageEvent,
  RegisteredModel,
  RunRecord,
} from "../../../pipeline/registry/registry.js";
import { readModel, readRegistry, writeConfiguration, writeModel } from "../../../pipeline/registry/store.js";
import { championText } from "../../../pipeline/terminal/champion-text.js";

const root = await mkdtemp(join(tmpdir(), "clv-registry-"));
afterAll(() => rm(root, { recursive: true, force: true }));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(root, "runs-"));
});

const at = "2026-07-01T04:00:00.000Z";
const event = (what: LineageEvent, version: string, parent: string | null): LineageEntry => ({
  event: what,
  version,
  parent,
  runId: `run-${version}`,
  fittedAsOf: "2026-06-30",
  at,
  reason: "because",
});
const registered = (version: string): RegisteredModel => ({
  format: 1,
  configuration: "key",
  parent: null,
  runId: `run-${version}`,
  backtest: null,
  model: { modelVersion: version, asOf: "2026-06-30", fittedAsOf: "2026-06-30" } as ModelFile,
  data: {} as RegisteredModel["data"],
});
const run = (runId: string, asOf: string): RunRecord => ({
  runId,
  asOf,
  modelVersion: "a",
  rows: 1,
  customers: 1,
  meanClv: 1,
  horizonDays: 365,
  margin: 1,
  annualDiscountRate: 0.1,
  statistics: {} as RunRecord["statistics"],
});
const abc: Configuration = [event("refit", "b", "a"), event("refused", "c", "b")].reduce(
  afterEvent,
  firstChampion(event("first", "a", null)),
);

describe("the key of a configuration", () => {
  const key = (c: ConfigInput) => modelKey(configSchema.parse(c));
  test("changes with what decides about the model, and with nothing else", () => {
    const others: ConfigInput[] = [
      { purchase: { model: "pareto-nbd" } },
      { spend: { quantities: ["x"] } },
      { timeZone: "Europe/Berlin" },
      { columns: { customer: "id" } },
      { ingest: { refunds: "reject" } },
      { currency: { base: "USD" } },
      { uncertainty: { method: "bootstrap" } },
      { purchase: { events: [{ name: "sale", dates: ["2024-11-29"] }] } },
      { purchase: { events: [{ name: "sale", kind: "closed", dates: ["2024-11-29"] }] } },
      { purchase: { events: [{ holidays: ["DK"] }] } },
      { purchase: { events: [{ file: "events.csv" }] } },
    ];
    const same: ConfigInput[] = [
      { asOf: "2026-06-30" },
      { publish: ["csv:out"] },
      { engine: { threads: 7 } },
      { quality: { busyDay: { stop: 20 } } },
      { retrain: { when: "never" } },
      { value: { horizonsDays: [30] } },
      { currency: { ratesFile: "rates-of-july.csv" } },
      { source: { paths: ["july.csv"] } },
    ];
    expect(new Set([{}, ...others].map(key)).size).toBe(others.length + 1);
    expect(new Set([{}, ...same].map(key)).size).toBe(1);
    expect(key({ purchase: { events: [{ name: "sale", dates: ["2024-11-29", "2025-11-28"] }] } })).toBe(
      key({ purchase: { events: [{ name: "sale", dates: ["2024-11-29"] }] } }),
    );
    expect(key({ purchase: { events: [{ file: "events-of-july.csv" }] } })).toBe(
      key({ purchase: { events: [{ file: "events.csv" }] } }),
    );
    expect(key({ spend: { model: "ziln" }, value: { horizonsDays: [30] } })).not.toBe(
      key({ spend: { model: "ziln" } }),
    );
  });
});

describe("lineage", () => {
  test("a refit becomes champion, a refused model does not", () => {
    expect(abc.champion).toBe("b");
    expect(abc.lineage.map((e) => [e.event, e.version])).toEqual([
      ["first", "a"],
      ["refit", "b"],
      ["refused", "c"],
    ]);
  });

  test("the parent is the champion before; going back is possible once a step, and never beyond the first", () => {
    expect(parentOf(abc)).toBe("a");
    const back = afterEvent(abc, event("rolled back", "a", "b"));
    expect(parentOf(back)).toBeNull();
    const byHand = afterEvent(abc, event("promoted", "c", "b"));
    expect(parentOf(byHand)).toBe("b");
    expect(parentOf(afterEvent(byHand, event("rolled back", "b", "c")))).toBe("a");
  });

  test("a run is compared with the latest one of an earlier day, and a second attempt not with its first", () => {
    const runs = [run("x", "2026-04-30"), run("y", "2026-05-31"), run("z", "2026-05-15")];
    const known = runs.reduce(withRun, abc);
    expect(previousRun(known, "new", "2026-06-30")?.runId).toBe("y");
    expect(previousRun(known, "y", "2026-05-31")?.runId).toBe("z");
    expect(previousRun(known, "new", "2026-04-30")).toBeNull();
    expect(previousRun(undefined, "new", "2026-04-30")).toBeNull();
    expect(withRun(known, { ...run("y", "2026-05-31"), rows: 2 }).runs.map((r) => [r.runId, r.rows])).toEqual(
      [
        ["x", 1],
        ["z", 1],
        ["y", 2],
      ],
    );
  });

  test("keeps three years of monthly runs", () => {
    const many = Array.from({ length: 50 }, (_, i) => run(`r${i}`, "2026-01-01")).reduce(withRun, abc);
    expect(many.runs.map((r) => r.runId).slice(0, 1)).toEqual(["r14"]);
    expect(many.runs).toHaveLength(36);
  });

  test("versions are found by their beginning or end; what is not there is reported with what is", () => {
    const registry = {
      format: 1,
      configurations: { key: firstChampion(event("first", "bg-nbd-1a2b", null)), other: abc },
    } as const;
    expect(findVersion(registry, "1a2b")).toMatchObject({ key: "key" });
    expect(findVersion(registry, "b").key).toBe("other");
    expect(() => findVersion(registry, "zz")).toThrow(
      /no model zz in the registry; it holds bg-nbd-1a2b, a, b, c\./,
    );
    expect(findConfiguration(registry, "oth")[0]).toBe("other");
    expect(() => findConfiguration(registry, undefined)).toThrow(
      /champions of 2 configurations: name one with --configuration: key \(bg-nbd-1a2b\), other \(b\)/,
    );
    expect(() => findConfiguration({ format: 1, configurations: {} }, undefined)).toThrow(/holds no model/);
  });
});

describe("the store", () => {
  test("gives back what was put in, one configuration apart from another, without leftovers", async () => {
    expect(await readRegistry(folder)).toEqual({ format: 1, configurations: {} });
    await writeModel(folder, registered("bg-nbd+gamma-gamma-a"));
    await writeConfiguration(folder, "one", abc);
    await writeConfiguration(folder, "two", firstChampion(event("first", "a", null)));
    await writeConfiguration(folder, "one", withRun(abc, run("x", "2026-06-30")));
    const { configurations } = await readRegistry(folder);
    expect(Object.keys(configurations)).toEqual(["one", "two"]);
    expect(configurations.one!.runs).toHaveLength(1);
    expect(await readModel(folder, "bg-nbd+gamma-gamma-a")).toEqual(registered("bg-nbd+gamma-gamma-a"));
    expect((await readdir(folder)).sort()).toEqual(["models", "registry.json"]);
  });

  test("a damaged registry and a missing model are reported, not taken for none", async () => {
    await writeFile(join(folder, "registry.json"), '{"format": 1, "configurations": {');
    await expect(readRegistry(folder)).rejects.toMatchObject({ code: "REGISTRY_DAMAGED", exitCode: 2 });
    await writeFile(join(folder, "registry.json"), '{"format": 2}');
    await expect(readRegistry(folder)).rejects.toThrow(/was not written by this version/);
    await expect(readModel(folder, "gone")).rejects.toThrow(/models.gone\.json is missing/);
  });
});

describe("changes by hand", () => {
  beforeEach(async () => {
    for (const version of ["a", "b", "c"]) await writeModel(folder, registered(version));
    await writeConfiguration(folder, "key", abc);
  });
  const champion = async () => (await readRegistry(folder)).configurations.key!.champion;

  test("a refused model can be promoted, and rolled back again", async () => {
    expect(await promote(folder, "c", at)).toEqual({
      configuration: "key",
      from: "b",
      to: "c",
      event: "promoted",
      fittedAsOf: "2026-06-30",
      refused: ["unknown"],
    });
    expect(await champion()).toBe("c");
    expect(await rollback(folder, undefined, at)).toMatchObject({ from: "c", to: "b" });
    expect(await rollback(folder, "key", at)).toMatchObject({ from: "b", to: "a" });
    await expect(rollback(folder, undefined, at)).rejects.toThrow(
      "a is the first model of its configuration: there is none to go back to.",
    );
    expect(await champion()).toBe("a");
    expect(championText(await readRegistry(folder)).split("\n")).toEqual([
      "champion a",
      "  fitted as of 2026-06-30, never validated",
      "  configuration key",
      "  (1 earlier events)",
      "  2026-07-01 04:00  refit        b",
      "                                 because",
      "  2026-07-01 04:00  refused      c",
      "                                 because",
      "  2026-07-01 04:00  promoted     c",
      "                                 by hand, in place of b, though it was refused",
      "                                 (unknown)",
      "  2026-07-01 04:00  rolled back  b",
      "                                 back from c, by hand",
      "  2026-07-01 04:00  rolled back  a",
      "                                 back from b, by hand",
      "",
    ]);
  });

  test("neither the champion itself nor a model without its file", async () => {
    await expect(promote(folder, "b", at)).rejects.toThrow("b is the champion already.");
    await rm(join(folder, "models", "c.json"));
    const before = await readFile(join(folder, "registry.json"), "utf8");
    await expect(promote(folder, "c", at)).rejects.toMatchObject({ code: "REGISTRY_DAMAGED" });
    expect(await readFile(join(folder, "registry.json"), "utf8")).toBe(before);
  });
});

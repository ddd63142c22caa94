import { expect, test } from "vitest";
import { type ConfigInput, configHash, configSchema } from "../../../pipeline/config/config.js";
import { heldParams, validatedModels } from "../../../pipeline/stages/validate/models.js";

const problems = (config: ConfigInput): string[] => {
  const parsed = configSchema.safeParse(config);
  return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
};

test("origins are a count, dates, or either as a flag writes it", () => {
  const origins = (given: NonNullable<ConfigInput["validate"]>["origins"]) =>
    configSchema.parse({ validate: { origins: given } }).validate.origins;
  expect(origins(2)).toBe(2);
  expect(origins("2")).toBe(2);
  expect(origins(["2024-01-31"])).toEqual(["2024-01-31"]);
  expect(origins("2024-01-31,2024-02-29")).toEqual(["2024-01-31", "2024-02-29"]);
  for (const wrong of ["0", "2024-02-30", "2024-01-31,", "soon"])
    expect(problems({ validate: { origins: wrong } }), wrong).toHaveLength(1);
  for (const wrong of [0, 25, 1.5])
    expect(problems({ validate: { origins: wrong } }), String(wrong)).toHaveLength(1);
});

test("what cannot be validated is said before anything runs", () => {
  expect(
    problems({
      validate: {
        segments: ["shop"],
        models: ["nbd", "bg-bb"],
        cohorts: { from: "2024-02-01", until: "2024-01-01" },
      },
    }),
  ).toEqual([
    'validate.segments: "shop" is not one of columns.attributes',
    "validate.models: bg-bb is not in continuous time as bg-nbd is; they cannot be compared",
    "validate.cohorts.from: is after until 2024-01-01",
  ]);
  expect(problems({ purchase: { model: "bg-bb" }, validate: { models: ["bg-bb", "sbg"] } })).toEqual([]);
});

test("how models are validated changes no score, so the run stays the same one", () => {
  const hash = (config: ConfigInput): string => configHash(configSchema.parse(config));
  expect(hash({ validate: { when: "always", origins: 1 } })).toBe(hash({}));
  expect(hash({ purchase: { model: "nbd" } })).not.toBe(hash({}));
});

test("the models compared are those listed, those that auto tries, or the configured one and the usual ones", () => {
  const models = (config: ConfigInput): string[] => validatedModels(configSchema.parse(config), "bg-nbd");
  expect(models({})).toEqual(["bg-nbd", "mbg-nbd", "pareto-nbd"]);
  expect(models({ purchase: { model: "nbd" } })).toEqual(["nbd", "bg-nbd", "mbg-nbd", "pareto-nbd"]);
  expect(models({ purchase: { model: "auto" } })).toHaveLength(7);
  expect(models({ purchase: { model: "auto" }, ingest: { sameDayOrders: "separate" } })).not.toContain(
    "bg-cnbd-k",
  );
  expect(models({ purchase: { model: "sbg" } })).toEqual(["sbg"]);
  // the one that a run fell back to is among them
  expect(validatedModels(configSchema.parse({}), "nbd")).toEqual(["bg-nbd", "mbg-nbd", "pareto-nbd", "nbd"]);
  expect(models({ validate: { models: ["nbd", "nbd", "bg-nbd"] } })).toEqual(["nbd", "bg-nbd"]);
});

test("parameters are held at the values of the config in the model that it names alone", () => {
  const config = configSchema.parse({ purchase: { model: "bg-nbd", fixed: { a: 0.8 } } });
  expect(heldParams(config, "bg-nbd")).toEqual({ a: 0.8 });
  expect(heldParams(config, "mbg-nbd")).toEqual({});
});

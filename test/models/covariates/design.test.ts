import { describe, expect, test } from "vitest";
import { type Design, designRow, makeDesign } from "../../../models/covariates/design.js";
import { near } from "../near.js";

const channel = {
  name: "channel",
  kind: "categorical" as const,
  values: ["web", "shop", null, "fax", "telex", "app"],
};
const customers = [500, 300, 150, 60, 50, 500];

describe("categorical covariates", () => {
  const design = makeDesign([channel], customers);

  test("have a column a level against the most frequent one, null and the rare ones together", () => {
    expect(design.columns).toEqual(["channel=web", "channel=shop", "channel=(none)", "channel=(other)"]);
    expect(design.covariates[0]).toMatchObject({ reference: "app", pooled: ["fax", "telex"] });
    const z = (value: string | null) => Array.from(designRow(design, [value]));
    expect(z("app")).toEqual([0, 0, 0, 0]);
    expect(z("shop")).toEqual([0, 1, 0, 0]);
    expect(z(null)).toEqual([0, 0, 1, 0]);
    expect(z("fax")).toEqual([0, 0, 0, 1]);
    expect(z("never seen")).toEqual([0, 0, 0, 1]);
  });

  test("may bring their own numbers of customers, as levels with counts do", () => {
    expect(makeDesign([{ ...channel, n: customers }])).toEqual(design);
    expect(() => makeDesign([channel], [1])).toThrow("channel has 6 values with 1 numbers of customers");
  });

  test("pool nothing where rare levels have too few customers even together", () => {
    const few = makeDesign([channel], [500, 300, 150, 40, 30, 500]);
    expect(few.columns).toEqual(["channel=web", "channel=shop", "channel=(none)"]);
    expect(Array.from(designRow(few, ["fax"]))).toEqual([0, 0, 0]);
  });

  test("with rare levels only, and with one level, have no columns", () => {
    expect(makeDesign([channel], [1, 1, 1, 1, 1, 1]).columns).toEqual([]);
    const one = makeDesign([{ ...channel, values: ["web", "web"] }], [500, 500]);
    expect(one.columns).toEqual([]);
    expect(designRow(one, ["shop"]).length).toBe(0);
  });

  test("an unknown value may be the reference, and a level may be called (none)", () => {
    const none = makeDesign([{ ...channel, values: [null, "(none)"] }], [500, 300]);
    expect(none.covariates[0]).toMatchObject({ reference: null });
    expect(Array.from(designRow(none, [null]))).toEqual([0]);
    expect(Array.from(designRow(none, ["(none)"]))).toEqual([1]);
  });
});

describe("continuous covariates", () => {
  const age = { name: "age", kind: "continuous" as const, values: [30, 40, 50, Number.NaN] };

  test("are standardised by the weighted mean and standard deviation of known values", () => {
    const design = makeDesign([age], [1, 2, 1, 3]);
    expect(design.columns).toEqual(["age", "age=(none)"]);
    const [c] = design.covariates;
    expect(c).toMatchObject({ mean: 40, unknown: true });
    near((c as { sd: number }).sd, Math.sqrt(50), 1e-14);
    near(designRow(design, [50])[0]!, 10 / Math.sqrt(50), 1e-14);
    expect(Array.from(designRow(design, [null]))).toEqual([0, 1]);
    expect(Array.from(designRow(design, [Number.NaN]))).toEqual([0, 1]);
  });

  test("that do not vary have no column but that of unknown values", () => {
    const same = makeDesign([{ ...age, values: [0.1, 0.1, 0.1, 0.1] }]);
    expect(same.columns).toEqual([]);
    const known = makeDesign([{ ...age, values: [7, Number.NaN] }]);
    expect(known.columns).toEqual(["age=(none)"]);
    expect(Array.from(designRow(known, [null]))).toEqual([1]);
    expect(() => makeDesign([{ ...age, values: [Infinity] }])).toThrow(
      "age has the value Infinity (entry 0)",
    );
  });
});

test("a design is plain JSON and gives the same rows afterwards", () => {
  const design = makeDesign(
    [channel, { name: "age", kind: "continuous", values: [20, 30, 40, 50, 60, Number.NaN] }],
    customers,
  );
  const restored = JSON.parse(JSON.stringify(design)) as Design;
  for (const values of [
    ["fax", 31],
    [null, null],
    ["app", 50],
  ] as const) {
    expect(designRow(restored, values)).toEqual(designRow(design, values));
    expect(designRow(design, values).length).toBe(design.columns.length);
  }
  expect(() => designRow(design, ["web"])).toThrow("1 values for 2 covariates");
  expect(() => designRow(design, ["web", "old"])).toThrow('age is continuous; got "old"');
});

test("the example of the docblock", () => {
  const values = ["web", "web", "shop"];
  const design = makeDesign([{ name: "channel", kind: "categorical", values }], undefined, { rareBelow: 1 });
  expect(design.columns).toEqual(["channel=shop"]);
});

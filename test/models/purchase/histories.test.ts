import { expect, test } from "vitest";
import { historiesFrom, repeatPurchases } from "../../../models/histories.js";
import { fit as fitModel, type PurchaseModel, purchaseModels, whyTooLong } from "../../../models/index.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { distinct, stableOrder } from "../../../models/purchase/distinct.js";

test("equal histories become one row with a count, sorted by x, tx, T", () => {
  const h = historiesFrom([0, 2, 0, 2], [0, 5, 0, 4], [9, 9, 9, 9]);
  expect(h).toEqual({
    x: Float64Array.of(0, 2, 2),
    tx: Float64Array.of(0, 4, 5),
    T: Float64Array.of(9, 9, 9),
    n: Float64Array.of(2, 1, 1),
  });
  expect(repeatPurchases(h)).toBe(4);
  expect(historiesFrom([1, 0], [1, 0], [2, 3], [0, 5]).n).toEqual(Float64Array.of(5));
});

test("broken histories are counted and the first is shown", () => {
  expect(() => historiesFrom([1, 1, 0], [5, 12, 3], [9, 9, 9])).toThrow("2 of 3 histories");
  expect(() => historiesFrom([1, 1, 0], [5, 12, 3], [9, 9, 9])).toThrow("row 1, x = 1, t_x = 12, T = 9");
  const half = {
    x: Float64Array.of(0.5),
    tx: Float64Array.of(1),
    T: Float64Array.of(2),
    n: Float64Array.of(1),
  };
  expect(() => bgNbd.logLikelihood({ r: 1, alpha: 1, a: 1, b: 1 }, half)).toThrow("1 of 1 histories");
});

test("a history that would keep a fit busy for minutes is refused with the reason, and a usual one of any unit is not", () => {
  const of = (x: number, T: number) => historiesFrom([0, x, 1], [0, T, 1], [1, T, 2]);
  const times: [PurchaseModel<string>["time"], number, number, string | null][] = [
    ["continuous", 3, 1e9, null],
    ["continuous", 3, 1e-6, null],
    ["continuous", 2e6, 1e9, "2000000 repeat purchases"],
    ["discrete", 3, 36_525, null],
    ["discrete", 3, 1e9, "1000000000 periods"],
  ];
  for (const [time, x, T, why] of times)
    if (why === null) expect(whyTooLong(of(x, T), time)).toBeNull();
    else expect(whyTooLong(of(x, T), time)).toContain(why);
  const far = of(3, 4e11);
  for (const model of Object.values(purchaseModels) as unknown as PurchaseModel<string>[]) {
    if (model.time === "discrete") expect(() => fitModel(model, far), model.name).toThrow("at most 36525");
    else if (!model.needs.includes("logGaps")) expect(fitModel(model, far).model).toBe(model.name);
    expect(() => fitModel(model, { ...of(1e7, 1e9), logGaps: Float64Array.of(0, 0, 9) }), model.name).toThrow(
      "at most",
    );
  }
});

test("distinct values: whole numbers are their own index, others are looked up", () => {
  expect(distinct(Float64Array.of(3, 0, 3)).index).toEqual(Uint16Array.of(3, 0, 3));
  for (const column of [
    Float64Array.of(0.5, 2, 0.5),
    Float64Array.of(70_000, 1, 2),
    Float64Array.of(1e9, 1, 1e9),
  ]) {
    const { values, index } = distinct(column);
    expect(Float64Array.from(index, (i) => values[i]!)).toEqual(column);
  }
});

test("the order by value keeps equal rows in place", () => {
  expect(stableOrder(distinct(Float64Array.of(2, 1, 2, 0, 1)))).toEqual(Uint32Array.of(3, 1, 4, 0, 2));
});

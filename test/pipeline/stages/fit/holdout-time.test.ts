import { expect, test } from "vitest";
import type { HoldoutHistories } from "../../../../models/index.js";
import { inHoldoutTime } from "../../../../pipeline/stages/fit/holdout-time.js";
import { asOf, days, shopWith } from "../../../models/calendar/events-world.js";

test("candidates are compared on a clock that knows the plans of the holdout", () => {
  const { log } = shopWith([], 4, { customers: 500 });
  const holdout = { ...log.histories, y: new Float64Array(log.histories.n.length) } as HoldoutHistories;
  const repeats = new Float64Array(asOf + 90 - log.firstDay + 1);
  repeats.set(log.repeats);
  const closing = { name: "closing", closed: true, days: days(asOf + 1, 45) };
  const timeWith = (events: readonly (typeof closing)[]) =>
    inHoldoutTime({ holdout, days: 90 }, { firstDay: log.firstDay, asOf: asOf + 90, repeats, events }, "auto")
      .days;
  expect(timeWith([closing]) / timeWith([])).toBeGreaterThan(0.35);
  expect(timeWith([closing]) / timeWith([])).toBeLessThan(0.65);
});

/** Named events: their effects come back out of simulated shops, act on their days, past and to come, and touch nothing where there are none. */
import { describe, expect, test } from "vitest";
import { calendarBins } from "../../../models/calendar/bins.js";
import { timeAt } from "../../../models/calendar/clock.js";
import { leastFactor } from "../../../models/calendar/day-factor.js";
import { eventEffects } from "../../../models/calendar/event-effects.js";
import { forecastTotals } from "../../../models/calendar/forecast-totals.js";
import { eventVariance, outlook } from "../../../models/calendar/outlook.js";
import { eventsOfLog, type PlannedEvent } from "../../../models/calendar/planned-events.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { thorough } from "../../thorough.js";
import {
  asOf,
  campaign,
  closing,
  days,
  effects,
  firstDay,
  price,
  shopWith,
  weekdays,
} from "./events-world.js";
import { mean } from "./family-worlds.js";

const open = (name: string, on: readonly number[]): PlannedEvent => ({ name, days: on, closed: false });
const closed = (name: string, on: readonly number[]): PlannedEvent => ({ name, days: on, closed: true });

describe("a simulated shop", { timeout: 600_000 }, () => {
  const seeds = Array.from({ length: thorough ? 60 : 8 }, (_, i) => i + 1);
  const shops = seeds.map((seed) => shopWith([campaign, price, closing], seed));
  const found = shops.map(({ calendar }) => calendar!.events!);

  test("gives back the effects of a campaign and of a price that rose for two months, within their errors", () => {
    for (const [event, truth] of [campaign, price].map((e) => [e, effects.get(e)!] as const)) {
      const own = found.map((all) => all.find(({ name }) => name === event.name)!);
      const z = own.map(({ effect, standardError }) => (effect - truth) / standardError);
      const inside = z.filter((v) => Math.abs(v) < 1.96).length / z.length;
      expect(inside, `${event.name}: ${z.map((v) => v.toFixed(1)).join(" ")}`).toBeGreaterThan(0.87);
      // days that are bought on twice count once, which costs a strong campaign a fiftieth
      expect(Math.abs(mean(own.map(({ effect }) => effect - truth))), event.name).toBeLessThan(
        0.02 + (3 * own[0]!.standardError) / Math.sqrt(seeds.length),
      );
      expect(own[0]!.standardError).toBeLessThan(0.15);
    }
  });

  test("counts days without trade next to nothing", () => {
    for (const all of found)
      expect(all.find(({ name }) => name === "closing")).toMatchObject({
        effect: Math.log(leastFactor),
        standardError: 0,
        days: closing.days,
      });
  });

  test("knows the weekdays that events fall on", () => {
    const level = Math.log(mean(weekdays.map(Math.exp)));
    weekdays.forEach((truth, w) => {
      const error = mean(shops.map(({ calendar }) => calendar!.weekdays![w]!)) - (truth - level);
      expect(Math.abs(error), `weekday ${w}`).toBeLessThan(0.05);
    });
    const sundays = days(firstDay + 1, 728).filter((day) => day % 7 === 3 && day > firstDay + 300);
    const { calendar } = shopWith([], 1, { known: [open("Sundays", sundays)] });
    const [effect] = calendar!.events!;
    expect(Math.abs(effect!.effect)).toBeLessThan(3 * effect!.standardError);
  });

  test("expects of its months what events make of them, so that the season does not have to", () => {
    const off = (of: typeof shops): number =>
      mean(
        of.flatMap(({ calendar }) =>
          [15, 16].map((m) => {
            const { actual, expected } = calendar!.months[m]!;
            return Math.abs(Math.log(actual / expected));
          }),
        ),
      );
    const unknown = shops
      .slice(0, 4)
      .map((_, i) => shopWith([campaign, price, closing], i + 1, { known: [] }));
    expect(off(shops.slice(0, 4))).toBeLessThan(0.6 * off(unknown));
  });
});

describe("the forecast", () => {
  const { calendar, fit, log } = shopWith([campaign, price, closing], 3);
  const total = (with_: typeof calendar, horizons: readonly number[]) =>
    forecastTotals({
      ...{ model: bgNbd, params: fit.params, points: [], histories: log.histories, asOf },
      ...{ calendar: with_, horizons, levels: [0.1, 0.9] },
    }).purchases;
  const withoutPlans = {
    ...calendar!,
    events: calendar!.events!.map((e) => ({ ...e, days: e.days.filter((day) => day <= asOf) })),
  };

  test("is raised by a campaign to come in its days alone", () => {
    const until = campaign.days.filter((day) => day > asOf);
    const before = until[0]! - asOf - 1;
    const [early, all] = total(calendar, [before, 60]);
    const [earlyPlain, plain] = total(withoutPlans, [before, 60]);
    expect(early!.expected).toBe(earlyPlain!.expected);
    const { clock } = outlook(withoutPlans, asOf, asOf + 60);
    const { effect } = calendar!.events!.find(({ name }) => name === "campaign")!;
    const share = until.reduce((sum, day) => sum + timeAt(clock, day) - timeAt(clock, day - 1), 0);
    const raised = 1 + ((Math.exp(effect) - 1) * share) / (timeAt(clock, asOf + 60) - timeAt(clock, asOf));
    expect(all!.expected / plain!.expected).toBeCloseTo(raised, 1);
    expect(all!.expected / plain!.expected).toBeGreaterThan(1.05);
  });

  test("is lowered by days without trade to come", () => {
    const [event] = calendar!.events!.filter(({ name }) => name === "closing");
    const later = { ...event!, days: days(asOf + 1, 30) };
    const shut = { ...calendar!, events: [later] };
    const [month] = total(shut, [30]);
    expect(month!.expected / total({ ...calendar!, events: [] }, [30])[0]!.expected).toBeLessThan(0.01);
  });

  test("is as unsure as the effects are, by the share of their days", () => {
    const events = [{ name: "all month", effect: 0, standardError: 0.3, days: days(asOf + 1, 30) }];
    const ahead = outlook({ ...calendar!, events }, asOf, asOf + 60);
    expect(eventVariance(ahead, 30)).toBeCloseTo(0.09, 10);
    expect(eventVariance(ahead, 60)).toBeLessThan(0.03);
    const wide = total({ ...calendar!, events }, [30])[0]!.quantiles;
    const narrow = total({ ...calendar!, events: [{ ...events[0]!, standardError: 0 }] }, [30])[0]!.quantiles;
    expect(Math.log(wide[1]! / wide[0]!)).toBeGreaterThan(1.2 * Math.log(narrow[1]! / narrow[0]!));
  });
});

test("events without a day in the log change nothing, to the bit", () => {
  const none = shopWith([], 2, { customers: 300 });
  const known = [open("later", days(asOf + 1, 9)), open("first day", [firstDay]), open("never", [])];
  const { calendar, histories } = shopWith([], 2, { known, customers: 300 });
  expect(JSON.stringify(calendar)).toBe(JSON.stringify(none.calendar));
  expect(calendar).not.toHaveProperty("events");
  expect(histories).toEqual(none.histories);
});

test("on a closed day nothing else has an effect", () => {
  const events = [open("sale", [5, 6]), open("holiday", [7]), closed("closing", [6, 7])];
  expect(eventsOfLog(events, { firstDay: 0, asOf: 10 })).toEqual([
    open("sale", [5]),
    closed("closing", [6, 7]),
  ]);
  expect(eventsOfLog([closed("to come", [20])], { firstDay: 0, asOf: 10 })).toHaveLength(1);
});

describe("the regression", () => {
  const last = firstDay + 299;
  const bins = calendarBins(firstDay, last, last);
  /** Months that may each be off by a quarter, of their own. */
  const covariance = Float64Array.from({ length: bins.past ** 2 }, (_, q) =>
    q % (bins.past + 1) === 0 ? 0.0625 : 0,
  );
  const exposure = new Float64Array(300).fill(50);
  const effectOf = (event: PlannedEvent, factor: (day: number, bin: number) => number) => {
    const repeats = Float64Array.from(exposure, (e, i) => {
      const bin = bins.to.findIndex((to) => to >= firstDay + i);
      return e * factor(firstDay + i, bin);
    });
    return eventEffects([event], { firstDay, asOf: last, repeats, exposure }, bins, covariance);
  };

  test("does not take a good month for the event in it", () => {
    const five = open("five days", days(bins.from[4]! + 10, 5));
    const { events } = effectOf(five, (_, bin) => (bin === 4 ? 1.5 : 1));
    expect(Math.abs(events[0]!.effect)).toBeLessThan(0.03);
  });

  test("shares a month between it and an event that fills it by how large both may be", () => {
    const whole = open("whole month", days(bins.from[4]!, bins.to[4]! - bins.from[4]! + 1));
    const { events } = effectOf(whole, (day) => (whole.days.includes(day) ? 1.5 : 1));
    expect(events[0]!.effect).toBeCloseTo(Math.log(1.5) * (1 / 1.0625), 2);
    expect(events[0]!.standardError).toBeCloseTo(Math.sqrt(0.0625 / 1.0625), 1);
  });

  test("is less sure where days vary more than chance lets them", () => {
    const five = open("five days", days(bins.from[4]! + 10, 5));
    const calm = effectOf(five, () => 1).events[0]!.standardError;
    expect(calm).toBeCloseTo(1 / Math.sqrt(250), 1);
    const wild = effectOf(five, (day) => (day % 2 === 0 ? 0.5 : 1.5)).events[0]!.standardError;
    // a quarter of the square of 50 a day, over 50
    expect(wild / calm).toBeGreaterThan(3);
  });

  test("says of a closed day what it still brings", () => {
    const { events } = effectOf(closed("open by night", days(firstDay + 99, 7)), (day) =>
      day >= firstDay + 99 && day < firstDay + 106 ? 0.2 : 1,
    );
    expect(events[0]!.effect).toBeCloseTo(Math.log(0.2), 1);
    expect(events[0]!.standardError).toBeCloseTo(1 / Math.sqrt(70), 2);
  });
});

import { describe, expect, test } from "vitest";
import { type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import { decide, type PolicyInputs } from "../../../pipeline/registry/policy.js";
import { sentence } from "../../../pipeline/text/messages/message.js";

const champion: NonNullable<PolicyInputs["champion"]> = {
  version: "bg-nbd+gamma-gamma-a",
  fittedAsOf: "2026-03-31",
  validatedAsOf: "2026-03-31",
  firstAsOf: "2025-12-31",
  customers: 1000,
  repeatPurchases: 5000,
};
const young: PolicyInputs = {
  asOf: "2026-04-10",
  customers: 1020,
  repeatPurchases: 5100,
  drift: [],
  champion,
};

function decided(changes: Partial<PolicyInputs>, retrain: ConfigInput["retrain"] = {}) {
  const { action, reasons } = decide({ ...young, ...changes }, configSchema.parse({ retrain }).retrain);
  return { action, reasons: reasons.map(sentence) };
}

test("a young model of nearly the same data scores", () => {
  expect(decided({})).toEqual({
    action: "score",
    reasons: ["the model is 10 days old; a refit is due after 89"],
  });
});

test("the first run fits, whatever the config says", () => {
  for (const when of ["auto", "always", "never"] as const)
    expect(decided({ champion: null }, { when })).toEqual({
      action: "refit",
      reasons: ["there is no model yet"],
    });
});

describe("what makes a refit due, and what just does not", () => {
  test("age", () => {
    const policy = { refitAfterDays: 30 };
    expect(decided({ asOf: "2026-04-29" }, { policy }).action).toBe("score");
    expect(decided({ asOf: "2026-05-05" }, { policy })).toEqual({
      action: "refit",
      reasons: ["the model is 35 days old; a refit is due after 30"],
    });
    expect(decided({ asOf: "2026-05-05" }, { policy: { refitAfterDays: 40 } }).action).toBe("score");
  });

  test("age by the business, where a validation is not due first", () => {
    const validated = { ...champion, validatedAsOf: "2026-06-27" };
    const aged = (asOf: string, business: "retail" | "subscription") =>
      decided({ asOf, champion: validated }, { policy: { business, validateAfterDays: 900 } }).action;
    expect(aged("2026-06-27", "retail")).toBe("score");
    expect(aged("2026-06-28", "retail")).toBe("refit");
    expect(aged("2026-04-27", "subscription")).toBe("score");
    expect(aged("2026-04-28", "subscription")).toBe("refit");
  });

  test("growth of customers or of purchases", () => {
    expect(decided({ customers: 1099 }).action).toBe("score");
    expect(decided({ customers: 1100 })).toEqual({
      action: "refit",
      reasons: ["customers grew by 10 % since the fit, from 1,000 to 1,100; a refit is due from 10 % on"],
    });
    expect(decided({ repeatPurchases: 5500 }).action).toBe("refit");
    expect(decided({ customers: 1100 }, { policy: { growth: 0.2 } }).action).toBe("score");
  });

  test("drift, unless it is not to count", () => {
    const drift = [{ of: "amounts", text: "prices rose" }] as const;
    expect(decided({ drift })).toEqual({ action: "refit", reasons: ["prices rose"] });
    expect(decided({ drift }, { policy: { onDrift: false } }).action).toBe("score");
  });

  test("several reasons are all reported", () => {
    const drift = [{ of: "amounts", text: "prices rose" }] as const;
    const policy = { refitAfterDays: 30 };
    expect(decided({ asOf: "2026-05-05", customers: 2000, drift }, { policy }).reasons).toHaveLength(3);
  });
});

describe("a full validation", () => {
  test("is due quarterly in retail, monthly for subscriptions, and goes before a refit", () => {
    expect(decided({ asOf: "2026-06-27" }, { policy: { refitAfterDays: 30 } }).action).toBe("refit");
    expect(decided({ asOf: "2026-06-28" })).toEqual({
      action: "validate",
      reasons: ["the last validation was 89 days ago; a full validation is due after 89"],
    });
    const policy = { business: "subscription" } as const;
    expect(decided({ asOf: "2026-04-27" }, { policy }).action).toBe("score");
    expect(decided({ asOf: "2026-04-28" }, { policy }).action).toBe("validate");
  });

  test("is due wherever months end", () => {
    // the shortest quarter, and the shortest month
    const since = (day: string) => ({ ...champion, fittedAsOf: day, validatedAsOf: day });
    expect(decided({ asOf: "2026-04-30", champion: since("2026-01-31") }).action).toBe("validate");
    const policy = { business: "subscription" } as const;
    expect(decided({ asOf: "2026-02-28", champion: since("2026-01-31") }, { policy }).action).toBe(
      "validate",
    );
  });

  test("is due where customers buy otherwise than before, unless that is not to count", () => {
    const drift = [
      { of: "amounts", text: "prices rose" },
      { of: "purchases", text: "half of the orders stay away" },
    ] as const;
    expect(decided({ drift })).toEqual({ action: "validate", reasons: ["half of the orders stay away"] });
    expect(decided({ drift }, { policy: { onDrift: false } }).action).toBe("score");
  });

  test("goes with the first refit, whatever made that due", () => {
    const never = { ...champion, validatedAsOf: null, firstAsOf: champion.fittedAsOf };
    expect(decided({ customers: 1100, champion: never })).toMatchObject({
      action: "validate",
      reasons: [expect.stringMatching(/^customers grew by 10 %/), "no model was validated yet"],
    });
    expect(decided({ champion: never }).action).toBe("score");
  });

  test("counts from the first model where none was made", () => {
    const never = { ...champion, validatedAsOf: null };
    expect(decided({ champion: never })).toEqual({
      action: "validate",
      reasons: ["the first model was fitted 100 days ago; a full validation is due after 89"],
    });
  });

  test("by a period of its own", () => {
    expect(decided({}, { policy: { validateAfterDays: 10 } }).action).toBe("validate");
    expect(decided({}, { policy: { validateAfterDays: 11 } }).action).toBe("score");
  });
});

test("always fits a young model again, never keeps an old one", () => {
  expect(decided({}, { when: "always" })).toEqual({
    action: "refit",
    reasons: ['retrain.when is "always"'],
  });
  expect(decided({ asOf: "2027-04-10", customers: 5000 }, { when: "never" })).toEqual({
    action: "score",
    reasons: ['retrain.when is "never"'],
  });
});

test("a run as of an earlier day than the champion's data fits a model of its own", () => {
  expect(decided({ asOf: "2026-01-31" }, { when: "never" }).action).toBe("refit");
});

describe("a champion that was fitted to this very day from other data", () => {
  const setAside = { version: "bg-nbd+gamma-gamma-b", validated: false };
  const why = "bg-nbd+gamma-gamma-b was fitted to this very day 2026-04-10 from other data";
  test("makes a refit due, however young the model before it is", () => {
    expect(decided({ setAside })).toEqual({ action: "refit", reasons: [why] });
    expect(decided({ setAside, champion: null })).toEqual({ action: "refit", reasons: [why] });
  });

  test("and a validation, where it was validated", () => {
    expect(decided({ setAside: { ...setAside, validated: true } })).toEqual({
      action: "validate",
      reasons: [why, "the validation as of 2026-04-10 was of other data"],
    });
  });
});

test("after a refusal the next fit is validated, so that what refused is measured again", () => {
  const refused = { ...champion, refused: "bg-nbd+gamma-gamma-c" };
  expect(decided({ customers: 1100, champion: refused })).toEqual({
    action: "validate",
    reasons: [
      expect.stringMatching(/^customers grew by 10 %/),
      "the last fit bg-nbd+gamma-gamma-c was refused, so this one is validated",
    ],
  });
  expect(decided({ champion: refused }).action).toBe("score");
});

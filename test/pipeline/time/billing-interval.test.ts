import { expect, test } from "vitest";
import { intervalName, readInterval } from "../../../pipeline/time/billing-interval.js";

const spellings: Readonly<Record<string, string>> = {
  week: "weekly | W | P1W | 7 days | wöchentlich | hebdomadaire",
  "2 weeks": "fortnightly | biweekly | every 2 weeks | 14 days",
  month:
    "monthly | Month | M | m | 1 | mo | P1M | Pro (monthly) | monatlich | mensuel | mensual | månedlig | every_month | 30 days",
  quarter: "quarterly | q | 3 | every 3 months | vierteljährlich | trimestral | kvartal",
  "half-year": "semi-annual | half-yearly | halbjährlich | 6 | 6 months",
  year: "annual | Yearly | year | 12 | Y | P1Y | 365 | jährlich | annuel | anual | årlig | jaarlijks | Team (annual) | gold-1y | plan_12m",
  "2 years": "24 | 2 years",
  "45 days": "45 days",
};

test.each(Object.entries(spellings))("a %s is said in many ways", (interval, texts) => {
  for (const text of texts.split(" | ")) {
    const read = readInterval(text);
    expect(read === null ? null : intervalName(read), text).toBe(interval);
  }
});

test("what says nothing, or may mean two things, is no interval", () => {
  for (const text of [
    "",
    "Pro",
    "paid",
    "trial",
    "7",
    "49",
    "bimonthly",
    "biannual",
    "monthly or annual",
    "weekend",
    "lifetime",
    "Basic 49",
  ])
    expect(readInterval(text), text).toBeNull();
});

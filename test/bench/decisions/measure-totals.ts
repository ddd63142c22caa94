import { dateOf } from "../totals/purchase-log.js";
import { type Check, checkOf, Sums } from "./checks.js";
import { cacOf, type WorldRun } from "./run-world.js";
import { asOf, discountAt, lastDay, margin, type TrueCustomer, type World, worthForEver } from "./world.js";

export const monthOf = (day: number): string => `${dateOf(day).slice(0, 7)}-01`;
export const isKnown = (customer: TrueCustomer): boolean => customer.days[0]! <= asOf;
/** By what a customer is counted: all, and each attribute's value. */
export const groupsOf = ({
  channel,
  country,
}: TrueCustomer): readonly (readonly [string | null, string | null])[] => [
  [null, null],
  ["channel", channel],
  ["country", country],
];
export const scopeOf = (attribute: unknown): string => (attribute === null ? "all" : "source");

/** Months to come of existing customers, new ones, and all. */
export async function forecastChecks({ customers }: World, run: WorldRun): Promise<Check[]> {
  const sums = new Sums();
  for (const customer of customers) {
    const who = isKnown(customer) ? "existing" : "new";
    const add = (day: number, name: string, value: number): void => {
      for (const of of [who, "all"]) sums.add([of, monthOf(day), name], value);
    };
    customer.days.forEach((day, i) => {
      if (day <= asOf || day > lastDay) return;
      add(day, "purchases", 1);
      add(day, "revenue", customer.amounts[i]!);
      add(day, "margin", margin * customer.amounts[i]!);
      add(day, "contribution_after_acquisition", margin * customer.amounts[i]!);
    });
    if (who === "existing") continue;
    const [day] = customer.days;
    add(day!, "new_customers", 1);
    add(day!, "acquisition_cost", cacOf[customer.channel]!);
    add(day!, "contribution_after_acquisition", -cacOf[customer.channel]!);
  }
  const running = new Map<string, number>();
  const rows = await run.rows("clv_forecast", "* replace (cast(month as varchar) as month)");
  return rows.flatMap((row) => {
    const who = String(row.customers);
    const of = (name: string): number => sums.of([who, row.month, name]);
    const so = (running.get(who) ?? 0) + of("contribution_after_acquisition");
    running.set(who, so);
    const names = ["purchases", "revenue", "margin", "contribution_after_acquisition"];
    if (who !== "existing") names.push("new_customers", "acquisition_cost");
    return [
      ...names.flatMap((name) => checkOf(`forecast ${who}: ${name}`, row, name, of(name))),
      ...checkOf(`forecast ${who}: cumulative`, row, "cumulative_contribution", so),
    ];
  });
}

/** Cohorts by month to come. */
export async function cohortChecks({ customers }: World, run: WorldRun): Promise<Check[]> {
  const sums = new Sums();
  for (const customer of customers) {
    if (!isKnown(customer)) continue;
    const cohort = monthOf(customer.days[0]!);
    for (const [attribute, source] of groupsOf(customer)) {
      const add = (...key: [...unknown[], number]): void =>
        sums.add([attribute, source, cohort, ...key.slice(0, -1)], key.at(-1) as number);
      add("customers", 1);
      customer.days.forEach((day, i) => {
        if (day <= asOf) add("to date", margin * customer.amounts[i]!);
        else if (day <= lastDay) {
          add(monthOf(day), "purchases", 1);
          add(monthOf(day), "margin", margin * customer.amounts[i]!);
        }
      });
      add("for ever", worthForEver(customer));
    }
  }
  const dates =
    "* replace (cast(acquisition_month as varchar) as acquisition_month, cast(month as varchar) as month)";
  const rows = await run.rows("clv_cohort_projection", dates);
  rows.sort((a, b) => String(a.month).localeCompare(String(b.month)));
  const running = new Sums();
  const projected = rows.flatMap((row) => {
    const key = [row.attribute, row.source, row.acquisition_month];
    const of = (name: string): number => sums.of([...key, row.month, name]);
    running.add(key, of("margin"));
    const n = sums.of([...key, "customers"]);
    const figure = (name: string): string => `cohort projection, ${scopeOf(row.attribute)}: ${name}`;
    return [
      ...checkOf(figure("purchases"), row, "expected_purchases", of("purchases")),
      ...checkOf(figure("margin"), row, "expected_margin", of("margin")),
      ...checkOf(
        figure("cumulative margin"),
        row,
        "cumulative_margin_per_customer",
        (sums.of([...key, "to date"]) + running.of(key)) / n,
      ),
    ];
  });
  const totals = await run.rows(
    "clv_cohort_totals",
    "* replace (cast(acquisition_month as varchar) as acquisition_month)",
  );
  return [
    ...projected,
    ...totals.flatMap((row) => {
      const key = [row.attribute, row.source, row.acquisition_month];
      return checkOf(
        `cohort totals, ${scopeOf(row.attribute)}: for ever`,
        row,
        "residual_value",
        sums.of([...key, "for ever"]),
      );
    }),
  ];
}

/** Equity for ever, and segments within their horizons. */
export async function valueChecks({ customers }: World, run: WorldRun): Promise<Check[]> {
  const states = new Map(
    (await run.rows("clv_customer_segments", "customer_id, lifecycle, value_tier, rfm")).map((row) => [
      String(row.customer_id),
      row,
    ]),
  );
  const sums = new Sums();
  for (const customer of customers) {
    if (!isKnown(customer)) continue;
    const state = states.get(customer.id)!;
    const groups = [
      ...groupsOf(customer),
      ...["lifecycle", "value_tier", "rfm"].map((name) => [name, state[name]] as const),
    ];
    for (const [attribute, source] of groups) {
      sums.add([attribute, source, "for ever"], worthForEver(customer));
      customer.days.forEach((day, i) => {
        for (const days of [90, 365])
          if (day > asOf && day <= asOf + days) {
            sums.add([attribute, source, days, "value"], margin * customer.amounts[i]! * discountAt(day));
            sums.add([attribute, source, days, "purchases"], 1);
          }
      });
    }
  }
  const equity = await run.rows("clv_equity");
  const segments = await run.rows("clv_segments");
  return [
    ...equity.flatMap((row) =>
      checkOf(
        `equity, ${scopeOf(row.attribute)}: for ever`,
        row,
        "equity",
        sums.of([row.attribute, row.source, "for ever"]),
      ),
    ),
    ...segments.flatMap((row) => {
      if (row.segment === "(small)") return [];
      const of = (name: string): number =>
        sums.of([row.attribute, row.segment, Number(row.horizon_days), name]);
      const figure = `segments, ${row.attribute ?? "all"}`;
      return [
        ...checkOf(
          `${figure}: purchases`,
          { ...row, purchases: row.expected_purchases },
          "purchases",
          of("purchases"),
        ),
        ...checkOf(`${figure}: clv`, row, "clv", of("value")),
      ];
    }),
  ];
}

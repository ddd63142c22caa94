/** What comes in the months ahead. */
export const forecast = {
  "forecast.question": "What comes in next quarter, and in the months after it?",
  "forecast.month": "month",
  "forecast.days": "days",
  "forecast.new": "new",
  "forecast.purchases": "purchases",
  "forecast.revenue": "revenue",
  "forecast.low": "80 % from",
  "forecast.high": "to",
  "forecast.contribution": "after cost",
  "forecast.none": "No month is forecast.",
  "forecast.answer": (from: string, to: string, purchases: string, range: string) =>
    `From ${from} to ${to} ${purchases} purchases are expected${range}`,
  "forecast.answer.range": (low: string, high: string) => ` (80 % or more within ${low} to ${high})`,
  "forecast.answer.money": (revenue: string, range: string, margin: string) =>
    `, ${revenue} of revenue${range}${margin === revenue ? "" : ` and ${margin} of margin`}`,
  "forecast.answer.contribution": (left: string) =>
    `; of the margin ${left} is left after the cost of new customers`,
  "forecast.answer.noCost": "; what new customers cost is not known",
  "forecast.plan.attributes": (rows: readonly string[], known: readonly string[]) =>
    `forecast.plan: a month may name one attribute of the log, ${known.length > 0 ? `of ${known.join(", ")}` : "which has none with few enough values"}; not so in ${rows.join("; ")}`,
  "forecast.plan.unreadable": (name: string, reason: string) =>
    `forecast.plan: ${name} cannot be read: ${reason}`,
  "forecast.plan.unknown": (sources: readonly string[]) =>
    `forecast.plan: nobody came by ${sources.join(", ")} so far; those who are planned are taken to be like all customers`,
  "forecast.plan.rows": (name: string, rows: readonly string[]) =>
    `forecast.plan: ${name} needs the columns month (yyyy-mm) and newCustomers, and may have costPerCustomer and one attribute: ${rows.join("; ")}`,
};

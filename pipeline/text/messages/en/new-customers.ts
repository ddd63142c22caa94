/** What the next customer is worth. */
export const newCustomers = {
  "newCustomers.question": "What may a new customer cost?",
  "newCustomers.attribute": "attribute",
  "newCustomers.source": "source",
  "newCustomers.customers": "customers",
  "newCustomers.purchases": "purchases",
  "newCustomers.first": "first order",
  "newCustomers.value": "value",
  "newCustomers.cac": "may cost",
  "newCustomers.none": "No customers, so nothing is known of the next one.",
  "newCustomers.nobodyLately": "Nobody came in the last 365 days: this rests on customers of before them.",
  "newCustomers.answer": (value: string, days: number, cac: string, target: number, mean: string | null) =>
    `The next customer is expected to bring a margin of ${value} in the first ${days} days, and may cost ${cac}, for ${target} times as much to come back within those days (targets.ltvCac)${mean === null ? "" : `; on average customers so far cost ${mean}`}.`,
  "newCustomers.answer.sources": (best: string, high: string, worst: string, low: string) =>
    `The best source is ${best} with ${high}, the weakest ${worst} with ${low}.`,
  "newCustomers.answer.purchases": (purchases: number, days: number) =>
    `The next customer is expected to buy ${purchases.toFixed(2)} times in ${days} days, the first purchase included.`,
};

/** How value is spread over customers. */
export const distribution = {
  "distribution.question": "Who matters, and how much?",
  "distribution.bin": "tenth",
  "distribution.customers": "customers",
  "distribution.from": "from",
  "distribution.to": "to",
  "distribution.sum": "value",
  "distribution.share": "share",
  "distribution.cumulative": "together",
  "distribution.none": "No customers, so nobody matters yet.",
  "distribution.shown": (rows: number) => `${rows} rows; shares are of all customers together.`,
  "distribution.answer": (customers: string, share: string, value: string, days: number, lower: string) =>
    `The ${customers} customers of the best tenth have ${share} of what is expected in the next ${days} days (${value}); the lower half has ${lower}.`,
};

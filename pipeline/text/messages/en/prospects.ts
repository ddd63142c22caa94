import { count, money, rounded, shortPercent } from "../../format.js";

/** An amount; a number of purchases where there are none. */
function value(number: number, currency: string | null): string {
  return currency === null ? `${rounded(number, 3)} purchases` : money(number, currency);
}

/** What people without orders may bring. */
export const prospects = {
  "prospects.id": "id",
  "prospects.expected": "first year",
  "prospects.from": "from",
  "prospects.to": "to",
  "prospects.note": "note",
  "prospects.title": (people: number) =>
    `What ${count(people)} ${people === 1 ? "person" : "people"} without orders may bring in their first 365 days as customers`,
  "prospects.answer": (mean: number, least: number, most: number, currency: string | null) =>
    `${value(mean, currency)} each on average; by their attributes from ${value(least, currency)} to ${value(most, currency)}.`,
  "prospects.basis": (customers: number, asOf: string, attributes: readonly string[]) =>
    `This is what ${count(customers)} customers as of ${asOf} brought who have the same ${attributes.join(", ")}: an association, and only if these people buy at all. Bounds are 95 % bounds of the mean of such people; a single one may bring nothing or much more.`,
  "prospects.weak": (explained: number) =>
    explained > 0
      ? `The attributes explain ${shortPercent(explained)} of the differences between customers.`
      : "The attributes tell customers apart no better than chance: do not choose by them.",
  "prospects.newcomers": (attribute: string, days: number) =>
    `new_customer_value (in --out and --json) is what the model expects of a new customer ${days === 0 ? "for ever" : `in ${days} days`} by ${attribute} alone, the attribute that tells most.`,
  "prospects.missing": (attributes: readonly string[]) =>
    `Not in the file, so not used: ${attributes.join(", ")}.`,
  "prospects.unused": (attributes: readonly string[]) =>
    `In the file, but not used, since customers are not told apart by it: ${attributes.join(", ")}.`,
  "prospects.leftOut": (rows: number) =>
    `Left out: ${count(rows)} ${rows === 1 ? "row" : "rows"} without an id, or with more or fewer fields than columns.`,
  "prospects.customers": (people: number, examples: readonly string[]) =>
    `Left out: ${count(people)} of the file who ${people === 1 ? "is a customer" : "are customers"} of the run already, such as ${examples.join(", ")}; clv_scores has what they are expected to bring.`,
  "prospects.forgotten": (people: number) =>
    `Left out: ${count(people)} ${people === 1 ? "person" : "people"} whom \`clv forget\` took out.`,
  "prospects.allCustomers": (people: number) =>
    `nobody of the file is without orders: ${count(people)} ${people === 1 ? "is a customer" : "are customers"} of the run already.`,
  "prospects.noted": (people: number) =>
    `With a rare, unknown or missing value, and a note: ${count(people)} of them.`,
  "prospects.more": (people: number) =>
    `${count(people)} more: --out FILE writes all of them, --limit shows more.`,
  "prospects.written": (path: string) => `Written to ${path}.`,
  "prospects.rare": (attribute: string) => `${attribute}: rare, unknown or missing, as other rare values`,
  "prospects.unknown": (attribute: string) => `${attribute}: unknown or missing, wider bounds`,
  "prospects.nobody": (path: string) => `${path} holds nobody: no row has an id.`,
  "prospects.twice": (path: string, ids: number, examples: readonly string[]) =>
    `${count(ids)} ${ids === 1 ? "id is" : "ids are"} in ${path} more than once, such as ${examples.join(", ")}. Keep one row a person.`,
  "prospects.noAttribute": (path: string, wanted: readonly string[], columns: readonly string[]) =>
    wanted.length === 0
      ? `the run has no attributes (columns.attributes), so that nothing is known of people without orders.`
      : `${path} has none of the attributes of the run: ${wanted.join(", ")}. It has the columns ${columns.join(", ")}.`,
  "prospects.noId": (path: string, wanted: string | null, columns: readonly string[]) =>
    `${path} has no column ${wanted ?? "with an id"}; name one of ${columns.join(", ")} by --id.`,
  "prospects.alike": (attributes: readonly string[], minimum: number) =>
    `customers of the run are not told apart by ${attributes.join(", ")}: no two values have ${count(minimum)} customers each (targets.minimumSegment).`,
  "prospects.tooYoung":
    "too few customers of the run are 365 days old, or what they brought adds up to nothing: nothing can be expected of others by them.",
};

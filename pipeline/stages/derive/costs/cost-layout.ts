import type { Config } from "../../../config/config.js";
import { attributeNames } from "../../../config/questions.js";
import { ClvError } from "../../../errors.js";
import { type CostColumns, type CostRole, costColumns } from "../../../inspect/cost-columns.js";
import { decimalEvidence } from "../../../inspect/decimal-evidence.js";
import { evidentCore } from "../../../inspect/number-text.js";
import { say } from "../../../text/messages/say.js";
import { nearest } from "../../../text/nearest.js";
import { type DayOrder, dayOrder } from "./cost-period.js";
import type { CostTable } from "./read-costs.js";

/** How a table of costs is read. */
export interface CostLayout {
  readonly roles: CostColumns["roles"];
  readonly dimensions: readonly { readonly name: string; readonly at: number }[];
  readonly separator: "." | ",";
  readonly dayOrder: DayOrder;
  readonly unused: readonly string[];
}

const roleKeys = ["period", "amount", "currency", "newCustomers", "customer"] as const;

/**
 * Which column holds what, by the config and else by names, and how numbers and dates are written.
 * @throws ClvError COSTS_INVALID where that cannot be known
 */
export function costLayout(table: CostTable, config: Config): CostLayout {
  const { name, names, head } = table;
  const given = config.costs.acquisition!;
  const attributes = new Map(
    attributeNames(config).map((attribute) => [attribute, String(config.columns.attributes[attribute])]),
  );
  const rows = head.map(({ fields }) => fields);
  const found = costColumns(names, rows, attributes);
  const position = (column: string | number, key: string): number => {
    const at = typeof column === "number" ? column - 1 : positionOf(column, names);
    if (at >= 0 && at < names.length) return at;
    const near = typeof column === "string" ? nearest(column, names) : undefined;
    throw new ClvError(
      "COSTS_INVALID",
      say("costs.noColumn", name, key, String(column), names, near ?? null),
    );
  };
  const roles: Partial<Record<CostRole, number>> = { ...found.roles };
  for (const key of roleKeys) {
    const column = given.columns[key];
    if (column !== undefined) roles[key] = position(column, key);
  }
  const own = Object.entries(given.columns.dimensions ?? {}).map(([dimension, column]) => ({
    name: dimension,
    at: position(column, `dimensions.${dimension}`),
  }));
  const isTaken = (at: number): boolean =>
    Object.values(roles).includes(at) || own.some((dimension) => dimension.at === at);
  const dimensions = [...own, ...found.dimensions.filter(({ at }) => !isTaken(at))];
  if (given.columns.amount === undefined && found.doubtful.length > 1)
    throw new ClvError(
      "COSTS_INVALID",
      say(
        "costs.twoAmounts",
        name,
        found.doubtful.map((i) => names[i]!),
      ),
    );
  if (roles.amount === undefined || (roles.period === undefined && roles.customer === undefined))
    throw new ClvError("COSTS_INVALID", say("costs.columns", name, names, roles.amount === undefined));
  const twice = dimensions.find(({ name: each }, i) => dimensions.findIndex((d) => d.name === each) < i);
  if (twice !== undefined) throw new ClvError("COSTS_INVALID", say("costs.dimensionTwice", name, twice.name));
  return {
    ...{ roles, dimensions: dimensions.map(({ name: each, at }) => ({ name: each, at })) },
    separator: given.decimalSeparator ?? separatorOf(table, roles.amount),
    dayOrder: roles.period === undefined ? "either" : dayOrder(rows.map((row) => row[roles.period!] ?? null)),
    unused: found.unused.filter((at) => !isTaken(at)).map((at) => names[at]!),
  };
}

function positionOf(column: string, names: readonly string[]): number {
  const loose = (text: string): string => text.trim().toLowerCase();
  const exact = names.indexOf(column);
  return exact >= 0 ? exact : names.findIndex((name) => loose(name) === loose(column));
}

/** @throws ClvError COSTS_INVALID where 1.200 may be 1200 or 1.2 */
function separatorOf({ name, head, isNumber }: CostTable, at: number): "." | "," {
  if (isNumber[at]) return ".";
  const found = decimalEvidence(
    head.map(({ fields }) => (fields[at] == null ? null : evidentCore(fields[at]!))),
  );
  if (found.by === "undecided")
    throw new ClvError("COSTS_INVALID", say("costs.separator", name, found.example ?? ""));
  return found.separator;
}

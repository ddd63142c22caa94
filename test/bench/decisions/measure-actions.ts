import { type Random, seededRandom } from "../../../models/index.js";
import type { Row } from "../../pipeline/cli/read-back.js";
import { dayOf } from "../totals/purchase-log.js";
import type { Check, Found, ShareCheck } from "./checks.js";
import { isKnown } from "./measure-totals.js";
import { budget, contactCost, type WorldRun } from "./run-world.js";
import { asOf, type TrueCustomer, type World } from "./world.js";

const dates = ["next_order", "next_order_lo50", "next_order_hi50", "next_order_lo80", "next_order_hi80"];

/** Dates of next orders of who is still a customer, and what the list under the budget gains. */
export async function actionChecks({ customers, seed }: World, run: WorldRun): Promise<Found> {
  const replaced = dates.map((name) => `cast(${name} as varchar) as ${name}`).join(", ");
  const rows = await run.rows("clv_actions", `* replace (${replaced})`);
  const own = new Map(customers.filter(isKnown).map((customer) => [customer.id, customer]));
  const known = rows.map((row) => ({ row, customer: own.get(String(row.customer_id))! }));
  const plan = await run.rows("clv_action_plan");
  const lists = listsOf(known, seededRandom(seed));
  return {
    checks: gainChecks(plan, lists, seed),
    shares: [
      ...known.flatMap(({ row, customer }) => (customer.alive ? nextOrderShares(row, customer) : [])),
      ...rivals.map((name) => ({
        figure: `list gains more than in ${name} order`,
        nominal: Number.NaN,
        share: Number(trueGain(lists.list) > trueGain(lists[name])),
      })),
      ...(["list", ...rivals] as const).map((name) => ({
        figure: `gain of the list${name === "list" ? "" : ` in ${name} order`}, given who is there and what they are worth`,
        nominal: Number.NaN,
        share: trueGain(lists[name]),
      })),
    ],
  };
}

function nextOrderShares(row: Row, { days }: TrueCustomer): ShareCheck[] {
  const past = days.filter((day) => day <= asOf).length - 1;
  const who = past === 0 ? "no repeat" : past < 4 ? "1 to 3 repeats" : "4 and more";
  const next = days.find((day) => day > asOf) ?? Infinity;
  const at = (name: string): number[] => (row[name] == null ? [] : [dayOf(String(row[name]))]);
  const share = (what: string, nominal: number, is: boolean): ShareCheck => ({
    ...{ figure: `next order, ${who}: ${what}`, nominal, share: Number(is) },
  });
  return [
    // a band that ends beyond five years has no end, and holds more than its share
    ...[50, 80].flatMap((level) =>
      at(`next_order_lo${level}`).flatMap((low) =>
        at(`next_order_hi${level}`).map((high) =>
          share(`in ${level} % band`, level / 100, next > low && next <= high),
        ),
      ),
    ),
    ...at("next_order").map((middle) => share("by the middle", 0.5, next <= middle)),
  ];
}

interface Known {
  readonly row: Row;
  readonly customer: TrueCustomer;
}

const rivals = ["random", "value", "frequency"] as const;
type Lists = Readonly<Record<"list" | (typeof rivals)[number], readonly Known[]>>;

/** The list, and others of overdue customers under the same budget. */
function listsOf(known: readonly Known[], random: Random): Lists {
  const overdue = known.filter(({ row }) => row.overdue === true);
  const by = (of: (known: Known) => number): readonly Known[] => {
    let left = budget;
    const ordered = overdue.map((one) => ({ one, place: of(one) })).sort((a, b) => b.place - a.place);
    return ordered
      .map(({ one }) => one)
      .filter(({ row }) => {
        left -= Number(row.expected_cost);
        return left >= 0;
      });
  };
  return {
    list: known.filter(({ row }) => row.chosen === true),
    random: by(random),
    value: by(({ row }) => Number(row.expected_value)),
    frequency: by(({ customer }) => customer.days.filter((day) => day <= asOf).length),
  };
}

const rise = ({ row }: Known): number => Number(row.uplift_used);

/** What a list gains on average over who comes back because of it, of customers as they truly are. */
function trueGain(list: readonly Known[]): number {
  return list.reduce((sum, one) => {
    const back = Number(one.customer.alive) + rise(one);
    return sum + rise(one) * one.customer.worthIfThere - contactCost - Number(one.row.incentive) * back;
  }, 0);
}

/** What the list that is made gains in one draw. */
function gainChecks(plan: readonly Row[], { list }: Lists, seed: number): Check[] {
  const random = seededRandom(77_000 + seed);
  const row = plan.find(({ method }) => method === "in_order");
  if (row === undefined || row.gain_lo80 == null || list.length === 0) return [];
  const actual = list.reduce((sum, one) => {
    const { alive, worthIfThere } = one.customer;
    // whoever is there comes back anyway; of the others so many that the rise is as assumed
    const won = !alive && random() < rise(one) / Math.max(rise(one), 1 - Number(one.row.p_alive));
    return sum + (won ? worthIfThere : 0) - contactCost - (alive || won ? Number(one.row.incentive) : 0);
  }, 0);
  const bounds = ["lo95", "lo80", "hi80", "hi95"].map((bound) => Number(row[`gain_${bound}`]));
  return [{ figure: "list: realised gain", expected: Number(row.gain), actual, bounds }];
}

import { seededRandom } from "../../../models/index.js";
import { defaultSimulation } from "../../../pipeline/simulate/options.js";
import { Shop } from "../../../pipeline/simulate/shop.js";
import { noWarts } from "../../../pipeline/simulate/warts.js";
import { dayAfter, daysBetween } from "../../../pipeline/time/calendar.js";

export interface Order {
  readonly id: number;
  readonly customer: string;
  /** yyyy-mm-dd */
  readonly day: string;
  readonly cents: number;
}

/** First and last day of the simulated log: two years of history, then the scripted year. */
export const firstDay = "2023-01-01";
export const lastDay = "2025-12-31";

const customers = 4_500;
/** Twelve months after the history, each with the same number of new customers a day. */
const days = daysBetween(firstDay, lastDay) + 1;
const parameters = { r: 0.6, alpha: 45, a: 0.8, b: 3, p: 6.25, q: 3.74, gamma: 30 };

/** Prices are higher by this share from this day on. */
export const priceRise = { from: "2025-05-01", by: 0.18 };
/** From this day on, this share of the repeat purchases stays away. */
export const slump = { from: "2025-11-01", by: 0.6 };

/** Every order of three years, in order of time: BG/NBD customers with Gamma-Gamma spend, a price rise and a slump. */
export function simulatedOrders(): Order[] {
  const shop = new Shop(
    {
      ...defaultSimulation,
      size: { customers },
      start: firstDay,
      acquisitionDays: days,
      days,
      parameters,
      effects: "none",
      columns: "minimal",
      warts: noWarts,
    },
    customers,
  );
  const random = seededRandom(3);
  const known = new Set<number>();
  const orders: Order[] = [];
  for (let i = 0; i < days; i++) {
    const day = dayAfter(firstDay, i);
    const log = shop.trade(i);
    for (const row of log.sequence.subarray(0, log.length)) {
      const customer = log.customer[row]!;
      const stays = known.has(customer) && day >= slump.from && random() < slump.by;
      known.add(customer);
      if (stays) continue;
      const price = day >= priceRise.from ? 1 + priceRise.by : 1;
      orders.push({
        id: log.order[row]!,
        customer: `C${customer}`,
        day,
        cents: Math.round(price * log.cents[row]!),
      });
    }
  }
  return orders;
}

/** Orders as a file of the shop. */
export function csv(orders: readonly Order[]): string {
  const lines = orders.map((o) => `${o.id},${o.customer},${o.day},${(o.cents / 100).toFixed(2)}\n`);
  return `order_id,customer_id,order_date,amount\n${lines.join("")}`;
}

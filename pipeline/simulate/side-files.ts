import { seededRandom } from "../../models/numeric/random.js";
import { isoDate } from "../time/day-number.js";
import { currencyRates } from "./attributes.js";
import type { SimulateOptions } from "./options.js";
import type { OutputFile } from "./output-file.js";
import { firstCustomerNumber } from "./row-writer.js";
import type { Shop } from "./shop.js";

/** Base currency per unit of each currency. */
export function ratesCsv(): string {
  return `currency,rate\n${Object.entries(currencyRates)
    .map(([currency, rate]) => `${currency},${rate}\n`)
    .join("")}`;
}

/**
 * What each month's new customers of each channel cost, in the base currency. A month's cost per customer varies evenly
 * within 15 % of the channel's.
 */
export function acquisitionCostsCsv(options: SimulateOptions, shop: Shop, firstDay: number): string {
  const random = seededRandom(options.seed * 8 + 5);
  const months = Array.from({ length: options.acquisitionDays }, (_, d) => isoDate(firstDay + d).slice(0, 7));
  const lines = ["channel,month,cost,new_customers\n"];
  for (const month of new Set(months)) {
    for (const [c, channel] of shop.attributes.channels.entries()) {
      let customers = 0;
      for (const [day, name] of months.entries()) {
        if (name === month) customers += shop.newCustomers[c * options.days + day]!;
      }
      const cost = customers * channel.acquisitionCost * (0.85 + 0.3 * random());
      lines.push(`${channel.name},${month},${cost.toFixed(2)},${customers}\n`);
    }
  }
  return lines.join("");
}

const linesAtOnce = 4096;

/**
 * What is true of each customer: lambda (purchases per day while alive) and mean spend (base currency) with the effects of
 * its attributes and where the calendar's factor is 1, p, and the day of the purchase after which it dropped out, empty while it has not.
 */
export async function writeCustomersTruth(
  file: OutputFile,
  options: SimulateOptions,
  shop: Shop,
  firstDay: number,
): Promise<void> {
  const { population } = shop;
  const first = firstCustomerNumber(population.size);
  const encoder = new TextEncoder();
  let text = "customer_id,lambda,p,dropout_day,mean_spend\n";
  for (let i = 0; i < population.size; i++) {
    const dropout = population.dropoutDay[i]!;
    const mean = options.parameters.p / population.spendRate(i);
    text += `C${first + i},${population.lambda(i).toPrecision(7)},${population.dropout(i).toPrecision(7)},`;
    text += `${dropout < 0 ? "" : isoDate(firstDay + dropout)},${mean.toFixed(4)}\n`;
    if (i % linesAtOnce === linesAtOnce - 1) {
      await file.flush(encoder.encodeInto(text, file.buffer).written);
      text = "";
    }
  }
  await file.flush(encoder.encodeInto(text, file.buffer).written);
}

import { writeFile } from "node:fs/promises";

export type Line = readonly [customer: string, day: string, amount: number];

/** A seeded source of uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The day that lies `offset` days after 2024-01-01. */
export function day(offset: number): string {
  return new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
}

/** Customers who arrive over 100 days and buy for a year at rates of their own, some of them leaving on the way. */
export function shop(
  customers: number,
  amount: (random: () => number, customer: number) => number,
  seed = 1,
  lastDay = 360,
): Line[] {
  const random = uniform(seed);
  const lines: Line[] = [];
  for (let i = 0; i < customers; i++) {
    const everyDays = 15 + 120 * random() ** 2;
    const leaves = 0.5 * random();
    let t = Math.floor(100 * random());
    lines.push([`c${i}`, day(t), amount(random, i)]);
    for (;;) {
      t -= Math.floor(everyDays * Math.log(1 - random()));
      if (t > lastDay) break;
      lines.push([`c${i}`, day(t), amount(random, i)]);
      if (random() < leaves) break;
    }
  }
  return lines;
}

/** Amounts between 5 and 95, each customer around a level of its own. */
export function ordinary(random: () => number, customer: number): number {
  const level = 10 + ((customer * 37) % 60);
  return Math.round(100 * level * (0.5 + random())) / 100;
}

export async function writeLog(path: string, lines: readonly Line[]): Promise<void> {
  await writeFile(path, `customer_id,order_date,amount\n${lines.map((l) => `${l.join(",")}\n`).join("")}`);
}

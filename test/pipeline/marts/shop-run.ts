import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MartsFile } from "../../../pipeline/artifacts/marts-file.js";
import type { MartTable } from "../../../pipeline/marts/mart.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { ordinary, shop } from "../cli/shop-log.js";

/** Settings of a run that is about marts. */
export const quick = `purchase: { calendar: "off" }
validate: { totalOrigins: 0, when: never }
engine: { threads: 1 }
`;

/** Every table of every mart. */
export const allTables: readonly MartTable[] = marts.flatMap((mart) => mart.tables);

/** A folder with clv.yaml and the log of a small shop with a channel: a name that a spreadsheet would run as a formula is one. */
export async function shopFolder(
  folder: string,
  { amounts = true, customers = 80 }: { readonly amounts?: boolean; readonly customers?: number } = {},
): Promise<void> {
  const channels = ["web", "app", "=shop", ""];
  const lines = shop(customers, ordinary).map(
    ([who, when, amount]) => `${who},${when},${amount},${channels[Number(who.slice(1)) % channels.length]}`,
  );
  await writeFile(join(folder, "shop.csv"), `customer,day,amount,channel\n${lines.join("\n")}\n`);
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [shop.csv] }
columns: { customer: customer, date: day, amount: ${amounts ? "amount" : "none"}, attributes: { channel: channel } }
value: { horizonsDays: [90, 365], margin: 0.4 }
asOf: 2024-12-20
${quick}`,
  );
}

/** What a run made of marts. */
export async function madeMarts(runDir: string): Promise<MartsFile> {
  return JSON.parse(await readFile(join(runDir, "marts.json"), "utf8"));
}

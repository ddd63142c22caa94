// Reads the latest run of a runs folder and publishes it again: node open-run.mjs [runs folder]
import { ClvError, openRun } from "clv";

const [runs = "runs"] = process.argv.slice(2);

try {
  const latest = await openRun(runs);
  const { currency } = await latest.artifact("champion");

  const scores = await latest.table("scores"); // an apache-arrow Table
  const ids = scores.getChild("customer_id");
  const clv = scores.getChild("clv_365d").toArray();
  const best = Array.from(clv.keys()).sort((a, b) => clv[b] - clv[a]);
  for (const row of best.slice(0, 3))
    console.log(`${ids.get(row)}: ${clv[row].toFixed(2)} ${currency || "units"} in a year`);

  let transactions = 0; // of which there may be too many for memory
  for await (const batch of latest.batches("transactions")) transactions += batch.numRows;
  console.log(`${scores.numRows} customers, ${transactions} transactions`);

  const { outputs } = await latest.publish();
  for (const { to, reconciled } of outputs)
    console.log(`published ${reconciled.rows} scores again, to ${to}`);
} catch (error) {
  if (!(error instanceof ClvError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = error.exitCode;
}

// Makes a run of a transaction log: node run.mjs [clv.yaml] [runs folder]
import { fileURLToPath } from "node:url";
import { run } from "clv";

const sample = fileURLToPath(new URL("../sample/clv.yaml", import.meta.url));
const [config = sample, runsDir = "runs"] = process.argv.slice(2);

const made = await run(config, {
  settings: { runsDir, publish: [`csv:${runsDir}/out`] },
  warn: (message) => console.error(`warning: ${message}`),
  observer: { stageFinished: (stage, seconds) => console.error(`${stage}: ${seconds.toFixed(1)} s`) },
});

const { purchase, currency } = await made.artifact("champion");
const { horizons, historicValue } = await made.artifact("score_summary");
console.log(`${made.runId}: ${purchase.model}, ${made.manifest.status}`);
console.log("parameters, in days:", purchase.dayParams);
console.log(`spent so far: ${historicValue.toFixed(0)} ${currency || "units"}`);
for (const { days, expectedPurchases, clv } of horizons)
  console.log(
    `next ${days} days: ${expectedPurchases.toFixed(0)} purchases, CLV ${clv.toFixed(0)} ${currency || "units"}`,
  );

import { mapColumns } from "../../sources/map-columns.js";
import type { StagedSource } from "../../sources/stage-source.js";
import { lostDigits } from "../../sql/amount-scale.js";
import { exactAmount } from "../../sql/parse-rows.js";
import type { StageContext } from "../../stage.js";
import { count, shortPercent } from "../../text/format.js";

/** Above it, four decimals are enough. */
const small = 0.5;

/**
 * Warns where amounts are so small that the four decimals that are kept change them. The files are looked at once more only
 * where amounts are small on average.
 * @param size mean of the amounts without their signs
 */
export async function warnOfLostDigits(
  staged: readonly StagedSource[],
  size: number,
  { engine, config, signal, warn }: StageContext,
): Promise<void> {
  if (size >= small) return;
  for (const { file, source } of staged) {
    if (source === null) continue;
    const columns = {
      ...mapColumns(config.columns, source.columns, file.name),
      line: source.line,
      broken: source.broken,
    };
    const select = lostDigits(source.relation, exactAmount(engine.dialect, columns, config));
    const [row] = await engine.rows(select, signal);
    const [lossy, amounts] = [Number(row?.lossy ?? 0), Number(row?.amounts ?? 0)];
    if (lossy === 0) continue;
    warn(
      `${file.name}: ${count(lossy)} of ${count(amounts)} amounts (${shortPercent(lossy / amounts)}) lose digits that matter, such as ` +
        `${Number(row?.example).toFixed(10).replace(/0+$/, "")}, since four decimals are kept: set ingest.amountFactor, such as 1000000, to count them in a smaller unit`,
    );
  }
}

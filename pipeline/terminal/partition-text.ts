import type { FinishedPartition } from "../runner/open-partition.js";
import { count } from "../text/format.js";

/** What `clv score --partition` prints: what was scored, and what comes after the last partition. */
export function partitionText({ runDir, partition, rows, kept }: FinishedPartition): string {
  const { index, of } = partition;
  return `Partition ${index}/${of}: ${count(rows)} customers scored${kept ? " earlier, kept" : ""}, in ${runDir}
When all ${of} are: \`clv publish --partitions ${of}\` with the same options puts them together.\n`;
}

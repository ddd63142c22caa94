import type { FinishedPartition } from "../runner/open-partition.js";
import { say } from "../text/messages/say.js";

/** What `clv score --partition` prints: what was scored, and what comes after the last partition. */
export function partitionText({ runDir, partition, rows, kept }: FinishedPartition): string {
  const { index, of } = partition;
  const scored = say(kept ? "partition.kept" : "partition.scored", index, of, rows);
  return `${scored}, ${say("partition.folder", runDir)}\n${say("partition.next", of)}\n`;
}

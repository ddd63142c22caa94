import { expect, test } from "vitest";
import { thorough } from "../../thorough.js";
import { ingestBench } from "../stages/ingest/ingest-log.js";
import { exportOf } from "./export.js";
import { type Outcome, readExport } from "./read-export.js";

const files = Number(process.env.CLV_EXPORTS ?? (thorough ? 2400 : 48));
const first = Number(process.env.CLV_EXPORTS_FROM ?? 0);
const bench = await ingestBench();

/** Of files that say all, and of files that leave something in doubt. */
function account(outcomes: readonly Outcome[]) {
  const clear = outcomes.filter(({ made }) => made.doubts.length === 0);
  const doubtful = outcomes.filter(({ made }) => made.doubts.length > 0);
  return {
    clear: clear.length,
    clearRight: clear.filter(({ what }) => what === "right").length,
    doubtful: doubtful.length,
    doubtfulTold: doubtful.filter(({ isLoud }) => isLoud).length,
    wrongInSilence: outcomes.filter(({ what, isLoud }) => what === "wrong" && !isLoud).length,
  };
}

function shown({ made, what, because, said }: Outcome): string {
  return [`${what} ${made.spelling}`, because, ...said.map((text) => `! ${text}`)].join("\n    ");
}

test(
  `${files} exports in many spellings: none is misread in silence`,
  async () => {
    const outcomes: Outcome[] = [];
    for (let seed = first; seed < first + files; seed++)
      outcomes.push(await readExport(exportOf(seed), bench));
    const counts = account(outcomes);
    const bad = outcomes.filter(
      ({ made, what, isLoud }) =>
        (made.doubts.length === 0 ? what !== "right" : !isLoud) || (what === "wrong" && !isLoud),
    );
    if (thorough || bad.length > 0)
      process.stdout.write(`${JSON.stringify(counts)}\n${bad.map(shown).join("\n")}\n`);
    expect(counts.wrongInSilence).toBe(0);
    expect(counts.clearRight).toBeGreaterThanOrEqual(0.95 * counts.clear);
    expect(counts.doubtfulTold).toBe(counts.doubtful);
  },
  60_000 + 2_000 * files,
);

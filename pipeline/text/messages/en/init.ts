import { percent } from "../../format.js";

/** What `clv init` says of the settings that it wrote. */
export const init = {
  "init.noCurrency": "not named in the log",
  "init.next": (file: string) => `Next: clv run --config ${file}`,
  "init.wrote": (file: string) => `Wrote ${file}.`,
  "init.guessed": (file: string, warnings: number) =>
    `Wrote ${file}. Look at ${warnings === 1 ? "the line" : `the ${warnings} lines`} marked ! first.`,
  "init.stops": (file: string, share: number) =>
    `Wrote ${file}, but a run would stop: ${percent(share)} of the rows would be rejected. Correct the settings or the file first (lines marked ! and the reasons above say what).`,
};

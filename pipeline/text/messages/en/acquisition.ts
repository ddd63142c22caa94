import { money } from "../../format.js";

export interface Acquired {
  readonly paidBack: readonly string[];
  readonly notYet: readonly string[];
  readonly never: readonly string[];
  readonly nobody: readonly string[];
  readonly unknown: readonly string[];
  readonly affordable: number | null;
  readonly cac: number | null;
  readonly target: number;
  readonly ltv: number | null;
  /** That the value to come covers; 0 for ever. */
  readonly days: number;
  readonly currency: string;
  readonly notes: number;
}

const some = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");

/** What sources of customers cost and bring. */
export const acquisition = {
  "acquisition.question": "What did each source of customers cost, and when has it paid back?",
  "acquisition.noCosts":
    "no acquisition costs are known: give a table of them by month and source as costs.acquisition.file",
  "acquisition.source": "source",
  "acquisition.customers": "new",
  "acquisition.cac": "CAC",
  "acquisition.mayCost": "may cost",
  "acquisition.ltv": "LTV",
  "acquisition.ltvCac": "LTV:CAC",
  "acquisition.payback": "months",
  "acquisition.status": "status",
  "acquisition.verdict": "verdict",
  "acquisition.all": "(all)",
  "acquisition.none": "(none)",
  "acquisition.nothing": "No costs and no customers.",
  "acquisition.answer": (found: Acquired) => {
    const { affordable, cac, target, ltv, days, currency, notes } = found;
    const parts = [
      [found.paidBack, "paid back"],
      [found.notYet, "not paid back yet"],
      [found.never, "never pays back at this cost"],
      [found.nobody, "brought nobody"],
      [found.unknown, "cost not known"],
    ] as const;
    const sources = parts
      .filter(([names]) => names.length > 0)
      .map(([names, what]) => `${what}: ${some(names)}`)
      .join("; ");
    const afford =
      affordable === null || ltv === null
        ? ""
        : ` A customer brings ${money(ltv, currency)} of margin (to date and ${days === 0 ? "for ever" : `the next ${days} days`}) and may cost ${money(affordable, currency)}, for ${target} times as much to come back (targets.ltvCac)${cac === null ? "" : `; it costs ${money(cac, currency)}`}.`;
    const noted =
      notes === 0
        ? ""
        : ` ${notes === 1 ? "One remark" : `${notes} remarks`} on the costs: see the run's log.`;
    return `${sources.charAt(0).toUpperCase()}${sources.slice(1)}.${afford}${noted}`;
  },
};

import { rounded } from "../../format.js";

const spans: Readonly<Record<string, string>> = {
  first_year: "in their first 365 days",
  after_90_days: "in days 91 to 365",
  total: "in all, as modelled",
};

/** How attributes and early behaviour go with value. */
export const drivers = {
  "drivers.question": "Which customers become valuable?",
  "drivers.outcome": "outcome",
  "drivers.feature": "feature",
  "drivers.level": "level",
  "drivers.customers": "customers",
  "drivers.effect": "times",
  "drivers.from": "from",
  "drivers.to": "to",
  "drivers.none": "no value",
  "drivers.left": (attributes: readonly string[]) =>
    `clv_drivers leaves out ${attributes.join(", ")}: with the attributes named before them there are too many combinations`,
  "drivers.strongest": (
    feature: string,
    level: string,
    base: string,
    outcome: string,
    effect: number,
    lo: number | null,
    hi: number | null,
  ) =>
    `those with ${feature.replaceAll("_", " ")} ${level} bring ${rounded(effect, 3)} times what those with ${base} bring ${spans[outcome] ?? outcome}${lo === null || hi === null ? "" : ` (95 %: ${rounded(lo, 3)} to ${rounded(hi, 3)})`}`,
  "drivers.answer": (strongest: readonly string[]) =>
    `Of customers alike in what else is known, ${strongest.join("; and ")}. This is an association: it does not say that one causes the other.`,
  "drivers.noDifference": "No attribute or early behaviour goes with a difference in value beyond chance.",
  "drivers.tooYoung": "Too few customers are old enough to say what goes with value.",
};

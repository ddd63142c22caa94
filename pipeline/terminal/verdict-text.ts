import { scoreMeasures } from "../../models/index.js";
import type { Backtest } from "../artifacts/validation.js";
import { say } from "../text/messages/say.js";
import { totalsVerdictText } from "./totals-text.js";
import { totalsVerdict } from "./totals-verdict.js";
import {
  type Advice,
  type BestRival,
  type BetterRival,
  type TargetVerdict,
  type TotalBias,
  type ValidationVerdict,
  validationVerdict,
} from "./validation-verdict.js";

/** The verdict of a backtest in sentences, one a line. */
export function verdictText(backtest: Backtest): string {
  const verdict = validationVerdict(backtest);
  const tried = say("verdict.tried", verdict.origins, verdict.holdoutDays);
  return [
    say(`verdict.${verdict.level}`, verdict.model, tried),
    ...[
      ...(backtest.totals ? [totalsVerdictText(backtest.totals)] : []),
      ...verdict.targets.map(targetText),
      ...verdict.betterRivals.map(betterRivalText),
      ...verdict.advice.map((advice) => say("verdict.advice", adviceText(advice, verdict))),
      ...(isMeasured(backtest) ? [] : rangesText(verdict)),
    ].map((line) => `  ${line}`),
  ].join("\n");
}

function targetText({ target, bias, rival, covered80 }: TargetVerdict): string {
  return say(
    "verdict.target",
    say(`validation.${target}`),
    bias === null ? say("verdict.bias.none") : biasText(bias),
    rival === null ? say("verdict.rival.none") : rivalText(rival),
    covered80 === null ? "" : say("verdict.covered", covered80),
  );
}

function biasText({ mean, low, high, beyondChance }: TotalBias): string {
  const off = say("verdict.bias", mean, low, high);
  return beyondChance === false ? `${off}, ${say("verdict.byChance")}` : off;
}

function rivalText({ name, measure, gain, beyondChance }: BestRival): string {
  const { title } = measureOf(measure);
  const than =
    gain >= 0
      ? say("verdict.rival.better", title, gain, name)
      : say("verdict.rival.worse", title, -gain, name);
  const chance =
    beyondChance === null
      ? "verdict.chanceUnknown"
      : beyondChance
        ? "verdict.beyondChance"
        : "verdict.byChance";
  return `${than}, ${say(chance)}`;
}

function betterRivalText({ target, rival, measure, ofRival, ofModel }: BetterRival): string {
  const { title, unit } = measureOf(measure);
  const what = say(`validation.${target}`).toLowerCase();
  return say("verdict.betterRival", what, rival, title, { ofRival, ofModel, share: unit === "share" });
}

function adviceText(advice: Advice, { betterModel }: ValidationVerdict): string {
  return advice === "betterModel"
    ? say("verdict.advice.betterModel", betterModel!)
    : say(`verdict.advice.${advice}`);
}

/** Whether totals were tried, which then says how far their ranges hold. */
function isMeasured({ totals }: Backtest): boolean {
  return totals !== undefined && totalsVerdict(totals).level !== "unmeasured";
}

/** How far totals were off, which their ranges do not hold. */
function rangesText({ targets }: ValidationVerdict): string[] {
  const found = targets.flatMap(({ bias }) => (bias === null ? [] : [bias.low, bias.high]));
  return found.length === 0 ? [] : [say("verdict.ranges", Math.min(...found), Math.max(...found))];
}

function measureOf(name: BestRival["measure"]): (typeof scoreMeasures)[number] {
  return scoreMeasures.find((m) => m.name === name)!;
}

import { join } from "node:path";
import { readArtifact } from "../../../artifacts/artifact-files.js";
import type { ModelFile } from "../../../artifacts/model-file.js";
import type { ScoreSummary } from "../../../artifacts/score-summary.js";
import { countsIntervals } from "../../../config/billing.js";
import type { Config } from "../../../config/config.js";
import { fingerprint } from "../../../files/fingerprint.js";
import type { Opening, OpeningOrWhy } from "../../../marts/opening.js";
import type { MartArtifacts } from "../../../marts/services.js";
import { previousTable } from "../../../monitoring/previous-tables.js";
import { readManifest } from "../../../runs/manifest.js";
import type { StageContext } from "../../../stage.js";
import { type Message, message } from "../../../text/messages/message.js";
import { calendarDay } from "../../../time/day-number.js";
import { daysOf } from "../../../time/period.js";
import { whyNotForEver } from "../../score/for-ever.js";

/** What a run left that the value of its customers can be compared by. */
export interface EarlierRun {
  /** The model that scored it, as of its day. */
  readonly model: ModelFile;
  readonly totals: ScoreSummary;
  /** What its values were worked out with; what its version did not have is as now. */
  readonly value: Config["value"];
}

/** Null where something of it is gone. */
export async function earlierRun(runId: string, { config }: StageContext): Promise<EarlierRun | null> {
  const runDir = join(config.runsDir, runId);
  const gone = (): null => null;
  const manifest = await readManifest(runDir).catch(gone);
  const model = await readArtifact(runDir, "champion").catch(gone);
  const totals = await readArtifact(runDir, "score_summary").catch(gone);
  if (manifest === null || model === null || totals === null) return null;
  const before = manifest.config as Partial<Config>;
  return { model, totals, value: { ...config.value, ...before.value } };
}

/**
 * The run before, where its customers can be valued as they are known now.
 * @param horizonDays that value covers in this run; 0 for ever
 */
export async function openingOfRun(
  { monitoring, champion }: Pick<MartArtifacts, "monitoring" | "champion">,
  horizonDays: number,
  context: StageContext,
): Promise<OpeningOrWhy> {
  const { previousRun: previous } = monitoring;
  const none = (why: Message): OpeningOrWhy => ({ opening: null, why });
  if (previous === null) return none(message("equity.noOpening"));
  const { runId, asOf, modelVersion } = previous;
  const earlier = await earlierRun(runId, context);
  const scores = earlier && (await previousTable(runId, "scores", context));
  if (earlier === null || scores === null) return none(message("equity.gone", runId, asOf));
  const days = calendarDay(champion.asOf)! - calendarDay(asOf)!;
  const why = whyNotRestated(earlier, { champion, days, horizonDays }, context);
  if (why !== null) return none(why);
  const { totals, value } = earlier;
  const before = typeof totals.residualClv === "number" ? 0 : totals.longestHorizonDays;
  const opening: Opening = {
    ...{ runId, asOf, days, modelVersion },
    sameModel: modelVersion === champion.modelVersion,
    sameTerms: fingerprint(value) === fingerprint(context.config.value) && before === horizonDays,
    terms: { horizonDays: before },
    customers: totals.customers,
    equity: before === 0 ? totals.residualClv! : totals.horizons.find((h) => h.days === before)!.clv!,
  };
  return { opening, why: null };
}

/** What a value of an earlier day cannot be worked out for again. */
function whyNotRestated(
  { model }: EarlierRun,
  now: { readonly champion: ModelFile; readonly days: number; readonly horizonDays: number },
  { config }: StageContext,
): Message | null {
  const { champion, days, horizonDays } = now;
  if (model.spend === null) return message("equity.noAmountsThen", model.asOf);
  if (model.currency !== champion.currency)
    return message("equity.otherCurrency", model.currency ?? "", champion.currency ?? "");
  if (countsIntervals(config)) return message("equity.ownIntervals");
  if (model.spend.predictor?.model === "ziln") return message("equity.network");
  const { period } = model.purchase;
  if (period !== null && days < daysOf(period) / 2) return message("equity.shortPeriod", days);
  if (horizonDays === 0 && whyNotForEver(model, config.value) !== null)
    return message("equity.notForEver", model.asOf);
  return null;
}

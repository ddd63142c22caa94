import type { Config } from "../config/config.js";
import type { StageContext } from "../stage.js";

/** What marts depend on besides the scoring config; of files the content decides. */
export function martSettings(
  { marts, costs, targets, segments, actions, forecast }: Config,
  { costFiles }: Pick<StageContext, "costFiles">,
): unknown {
  const { file, ...acquisition } = costs.acquisition ?? {};
  const { bands, ...others } = targets;
  const { exclude, ...offers } = actions;
  return {
    marts,
    costs: {
      ...costs,
      ...(costs.acquisition && { acquisition: { ...acquisition, isFile: file !== undefined } }),
    },
    targets: { ...others, ownBands: bands !== undefined },
    segments,
    actions: { ...offers, excludes: exclude !== undefined },
    plan: typeof forecast.plan === "string" ? "file" : (forecast.plan ?? null),
    files: costFiles.map(({ sha256 }) => sha256),
  };
}

/** What is said of outputs. */
export const publish = {
  "publish.notShown": (place: string, shown: string, asOf: string) =>
    `clv_scores of ${place} was NOT replaced: it shows ${shown}, which is later than ${asOf}, the as-of date of this run; its scores are in clv_scores_history alone. Where ${shown} was a mistake, delete that date there (rows with this as_of in clv_scores_history), then publish again.`,
};

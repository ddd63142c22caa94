/** What a run did about its model, and the run beside the one before it. */
export const retraining = {
  "decision.score": "Scored with the champion as it is",
  "decision.refit": "A new fit",
  "decision.validate": "A new fit, with a full validation",
  "champion.kept": (champion: string) => `Champion ${champion}`,
  "champion.first": (champion: string, reason: string) => `Champion ${champion}: ${reason}`,
  "champion.refit": (champion: string, reason: string) => `New champion ${champion}: ${reason}`,
  "champion.refused": (champion: string, challenger: string) =>
    `Champion ${champion} stays; ${challenger} is refused`,
  "champion.own": (champion: string) => `${champion} scores this run alone and is no champion`,
  "monitoring.title": (asOf: string) => `Against the run as of ${asOf}`,
  "monitoring.tiers": "Customers by tier",
};

import type { ChangedChampion } from "../registry/change-champion.js";
import type { Registry } from "../registry/registry.js";
import { table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";

/** Each configuration's champion with the latest of its lineage, for people. */
export function championText({ configurations }: Registry): string {
  const latest = 5;
  return Object.entries(configurations)
    .map(([key, { champion, lineage, validatedAsOf }]) => {
      const fittedAsOf = lineage.findLast((e) => e.version === champion)?.fittedAsOf;
      const head = [
        say("status.champion", champion),
        say("status.champion.fitted", fittedAsOf, validatedAsOf),
        say("status.champion.configuration", key),
      ];
      const rows = lineage.slice(-latest).flatMap((e) => [
        [e.at.slice(0, 16).replace("T", " "), e.event, e.version],
        ["", "", sentence(e.reason)],
      ]);
      const earlier =
        lineage.length > latest ? `  ${say("status.champion.earlier", lineage.length - latest)}\n` : "";
      return `${head.join("\n  ")}\n${earlier}${table(rows, [false, false, false])}\n`;
    })
    .join("");
}

/** What `clv promote` and `clv rollback` print. */
export function changedChampionText({ to, from, event, fittedAsOf, refused }: ChangedChampion): string {
  const warning = refused.length > 0 ? `${say("champion.changed.refused", to, refused)}\n` : "";
  return `${say("champion.changed", event, to, fittedAsOf, from)}\n${warning}${say("champion.changed.next")}\n`;
}

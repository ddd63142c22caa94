import type { Argv, CommandModule } from "yargs";
import {
  type About,
  otherSpendModelNames,
  otherSpendModels,
  purchaseModel,
  purchaseModelNames,
  spendModel,
  spendModelNames,
} from "../../models/index.js";
import type { Io } from "../terminal/io.js";
import { table } from "../text/format.js";
import { fitted } from "../text/lines.js";

interface ListedModel extends About {
  readonly key: "purchase.model" | "spend.model";
  readonly name: string;
  readonly params: readonly string[];
  /** In words: what of the data the model needs beyond orders. */
  readonly needs: string;
}

/** `clv models`: the models a config can name, with what each assumes, when to use it and what it needs. */
export function modelsCommand(io: Io): CommandModule<object, { json: boolean }> {
  return {
    command: "models",
    describe: "List the models: what each assumes, when to use it, what it needs",
    builder: (yargs): Argv<{ json: boolean }> =>
      yargs.option("json", { type: "boolean", default: false, describe: "Print one JSON object" }),
    handler: ({ json }) => {
      const models = listedModels();
      if (json) return io.out(`${JSON.stringify({ models })}\n`);
      const parts = (["purchase.model", "spend.model"] as const).map((key) => {
        const own = models.filter((m) => m.key === key);
        return `${fitted(headings[key])}\n\n${own.map(modelText).join("\n\n")}`;
      });
      io.out(`${parts.join("\n\n\n")}\n`);
    },
  };
}

const headings = {
  "purchase.model":
    "Purchases and churn (purchase.model; auto fits every model in continuous time and takes the one that predicts a holdout best)",
  "spend.model": "Spend per purchase (spend.model)",
} as const;

function listedModels(): ListedModel[] {
  return [
    ...purchaseModelNames.map((name): ListedModel => {
      const { about, params, time, needs } = purchaseModel(name);
      const extra = time === "discrete" ? ["purchase.period, the length of an opportunity"] : [];
      if (needs.includes("logGaps")) extra.push("the days between purchases, added up by summarize");
      return { key: "purchase.model", name, params, ...about, needs: extra.join("; ") || "x, t_x, T" };
    }),
    ...spendModelNames.map((name): ListedModel => {
      const { about, params, ownMean } = spendModel(name);
      const needs =
        ownMean === "all" ? "purchases of customers who have come back" : "mean spend of repeat customers";
      return { key: "spend.model", name, params, ...about, needs };
    }),
    ...otherSpendModelNames.map((name): ListedModel => {
      const params =
        name === "ziln" ? ["weights of a network"] : ["a coefficient an attribute value", "kappa"];
      const needs = "columns.attributes help; spend.attributes says which";
      return { key: "spend.model", name, params, ...otherSpendModels[name], needs };
    }),
  ];
}

function modelText(m: ListedModel): string {
  const lines = [
    ["parameters", m.params.join(", ")],
    ["assumes", m.assumes],
    ["use when", m.useWhen],
    ["needs", m.needs],
    ["source", m.source],
  ];
  return `${m.name} (${m.title})\n${table(lines, [false, false])}`;
}

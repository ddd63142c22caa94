import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import type { Mart } from "../mart.js";
import { answer } from "./answer.js";
import { columns } from "./columns.js";
import { prepare } from "./futures.js";
import { scoredValue, select, shown } from "./select.js";

/** What the value of all customers would be under another future. */
export const sensitivity: Mart = {
  name: "clv_sensitivity",
  question: "sensitivity.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare,
  tables: [
    {
      name: "clv_sensitivity",
      holds:
        "Value of all customers if retention, frequency, order value, margin or the discount rate were different from now on",
      grain: ["scope", "driver", "change"],
      columns: () => columns,
      replaces: "run",
      select,
    },
  ],
  identities: [{ says: "value of the base", select: scoredValue }],
  view: {
    select: (inputs, { limit, filters }) => shown(inputs, limit, filters),
    columns: () => [
      { name: "driver", heading: say("sensitivity.driver"), as: "text" },
      { name: "change", heading: say("sensitivity.change"), as: "text" },
      { name: "clv", heading: say("sensitivity.clv"), as: "money" },
      { name: "difference", heading: say("sensitivity.difference"), as: "money" },
      { name: "relative", heading: say("sensitivity.relative"), as: "share" },
      { name: "elasticity", heading: say("sensitivity.elasticity"), as: "number" },
    ],
    answer,
  },
};

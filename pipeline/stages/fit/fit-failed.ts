import type { Fit } from "../../../models/index.js";
import { ClvError } from "../../errors.js";
import { count } from "../../text/format.js";

/** Why nothing could be fitted, with the parameters, the gradient and what to do. */
export function fitFailed(f: Fit): ClvError {
  const show = (values: Readonly<Record<string, number>>): string =>
    Object.entries(values)
      .map(([k, v]) => `${k} = ${v.toPrecision(6)}`)
      .join(", ");
  const searched =
    f.starts > 0
      ? `Last parameters (days): ${show(f.params)}\nGradient per customer in log-parameters: ${show(f.scaledGradient)}\n`
      : "";
  const customers = `${count(f.customers)} ${f.customers === 1 ? "customer" : "customers"}`;
  return new ClvError(
    "FIT_FAILED",
    `${f.model} cannot be fitted to ${customers} (${f.verdict.codes.join(", ")}): ${f.verdict.reasons.join("; ")}.\n${searched}` +
      `Nothing was scored or published. ${advice(f)}`,
  );
}

function advice({ verdict }: Fit): string {
  if (verdict.codes.includes("NO_REPEAT_BUYERS"))
    return "Either nobody has come back yet (read more history), or each order has its own customer id (check columns.customer).";
  if (verdict.codes.includes("NO_OBSERVATION_TIME")) return "Set a later asOf, or read more history.";
  return "More history, a later asOf or a check of columns.customer may help.";
}

import type { ConfigInput } from "../config/config.js";
import { count, percent } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import { exclusions, statusColumns } from "./excluded-values.js";
import type { FoundConfig, Proposal } from "./inspection.js";
import { emptyRows, filledRows, furtherRows, isSkippable } from "./order-lines.js";
import type { Profile } from "./profile.js";
import { repeatedTotals, totalsVerdict } from "./repeated-totals.js";
import { yamlText } from "./yaml-text.js";

type Ingest = NonNullable<ConfigInput["ingest"]>;

/** A proposal with what its rows are: parts of orders, totals that each row repeats, rows that do not count. */
export function withRowKinds(
  proposal: Proposal,
  profiles: readonly Profile[],
  roles: Roles,
  nameOf: (column: Profile) => string,
): Proposal {
  const stated = roles.recognised?.ingest;
  const ingest: Ingest = {
    ...(stated?.continuationRows === undefined && continuation(roles, proposal)),
    ...(stated?.duplicateOrders === undefined && totals(profiles, roles, proposal)),
    ...stated,
    ...excluded(profiles, roles, proposal, nameOf),
  };
  const config: FoundConfig = { ...proposal.config, ingest: { ...proposal.config.ingest, ...ingest } };
  return { ...proposal, config };
}

function continuation(roles: Roles, { notes, warnings }: Proposal): Ingest {
  const { order, amount, customer } = roles;
  if (amount) {
    const further = order
      ? furtherRows(order.column, amount.column, customer?.column ?? null)
      : { ...emptyRows(roles), repeated: 0 };
    if (isSkippable(further)) {
      const how = order
        ? `its id in ${order.column.name} repeats, or is blank`
        : "customer and date are blank";
      const text = `${count(further.parts)} sampled rows without an amount are further rows of an order (${how}): parts of it, not orders of their own`;
      notes["ingest.continuationRows"] = [text];
      warnings.push(`ingest.continuationRows skip: ${text}`);
      return { continuationRows: "skip" };
    }
  }
  const filled = filledRows(roles);
  if (filled === null) return {};
  const what = `${count(filled.rows)} sampled rows have an amount but neither customer nor date`;
  if (filled.subtotals > 0.8 * filled.rows) {
    warnings.push(`${what}: they hold the sum of the rows above, so they are rejected`);
    return {};
  }
  if (filled.sums > 0.8 * filled.orders) {
    warnings.push(
      `${what}: in ${count(filled.sums)} of ${count(filled.orders)} orders they add up to the amount of the row above, which is the order's, so they are rejected`,
    );
    return {};
  }
  if (filled.rows < 0.9 * filled.nameless) return {};
  const text = `${what}: further lines of the order above, whose customer and date they take; their amounts are added to it`;
  notes["ingest.continuationRows"] = [text];
  warnings.push(`ingest.continuationRows fill: ${text}`);
  return { continuationRows: "fill" };
}

function totals(
  profiles: readonly Profile[],
  { order, amount }: Roles,
  { notes, warnings, open }: Proposal,
): Ingest {
  if (!order || !amount) return {};
  const found = repeatedTotals(order.column, amount.column, profiles);
  const verdict = found === null ? "lines" : totalsVerdict(found);
  if (found === null || verdict === "lines") return {};
  const seen = `in ${count(found.constant)} of ${count(found.orders)} sampled orders of several rows, ${amount.column.name} is the same on each row while other columns differ`;
  if (verdict === "total") {
    const text = `${seen}: it is the total of the order, which counts once; if it is that of a line, choose identical`;
    notes["ingest.duplicateOrders"] = [text];
    warnings.push(`ingest.duplicateOrders order-id: ${text}`);
    return { duplicateOrders: "order-id" };
  }
  const refunds = found.refunds > 0 ? ` (${count(found.refunds)} rows below 0 would be dropped)` : "";
  open.push({
    key: "ingest.duplicateOrders",
    question: `${seen}. Is it the total of the order, or the amount of a line?`,
    choices: [
      { value: "order-id", means: `the total of the order, which counts once${refunds}` },
      { value: "identical", means: "the amount of a line: rows of an order add up" },
    ],
  });
  return { duplicateOrders: "order-id" };
}

function excluded(
  profiles: readonly Profile[],
  roles: Roles,
  { notes, warnings, open }: Proposal,
  nameOf: (column: Profile) => string,
): Ingest {
  const statuses = statusColumns(profiles, roles.customer?.column ?? null);
  const found = exclusions(statuses, roles, roles.refunded !== null, nameOf);
  const stated = roles.recognised?.ingest.exclude;
  if (stated !== undefined) return { exclude: withFurther(stated, found.exclude) };
  const [most] = found.open;
  warnings.push(...found.warnings);
  if (found.notes.length > 0) notes["ingest.exclude"] = found.notes;
  if (most !== undefined) {
    const all = Object.fromEntries(found.open.map(({ name, values }) => [name, values]));
    open.push({
      key: "ingest.exclude",
      question: `${percent(most.share)} of the sampled rows have ${most.name} ${most.values.join(", ")}: do they count?`,
      choices: [
        { value: yamlText({ ...found.exclude, ...all }), means: "they do not count" },
        { value: yamlText(found.exclude), means: "they count" },
      ],
    });
  }
  return Object.keys(found.exclude).length === 0 ? {} : { exclude: found.exclude };
}

type Excluded = NonNullable<Ingest["exclude"]>;

/** What a known export says does not count, and what else the rows show of the same columns. */
function withFurther(stated: Excluded, seen: Excluded): Excluded {
  const plain = (value: unknown): string => String(value).trim().toLowerCase();
  const entries = Object.entries(stated).map(([column, values]): [string, Excluded[string]] => {
    const known = new Set(values.map(plain));
    return [column, [...values, ...(seen[column] ?? []).filter((value) => !known.has(plain(value)))]];
  });
  return Object.fromEntries(entries);
}

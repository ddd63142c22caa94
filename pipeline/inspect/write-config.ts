import { isAbsolute, relative, resolve } from "node:path";
import { openMark } from "../config/open-settings.js";
import { usualMaxAmount } from "../sql/amount-scale.js";
import { count } from "../text/format.js";
import { visible } from "../text/visible-text.js";
import { type ConfigKey, configKeys } from "./config-keys.js";
import type { Inspection, NeededRole } from "./inspection.js";
import { choiceLines } from "./open-choice.js";
import { comment, yamlText } from "./yaml-text.js";

const widestKey = 44;

/**
 * A clv.yaml for the log: every key of the schema with its description, those that were recognised set, the others as
 * comments with their default. Paths are written relative to `folder`, where the file will lie.
 */
export function writeConfig(inspection: Inspection, folder: string): string {
  const { files, totalRows, sampledRows } = inspection;
  const looked = totalRows === sampledRows ? "" : `, ${count(sampledRows)} of them looked at`;
  const rows = totalRows === null ? "" : ` (${count(totalRows)} rows${looked})`;
  const named =
    files.length === 1 ? files[0]!.name : `${files.length} files, the first of them ${files[0]!.name}`;
  const lines = [
    ...comment(`Settings for clv run --config, written by clv init from ${named}${rows}.`, ""),
    ...comment(
      "Every setting is listed. Those in force are written plainly. A line such as #timeZone: UTC shows a default or an example: " +
        "to set it, remove its # (inside a section also the # of the section's own line) and edit the value.",
      "",
    ),
  ];
  const values = relativePaths(inspection, folder);
  let wasSection = true;
  for (const key of configKeys()) {
    if (key.keys !== null || wasSection) lines.push("");
    wasSection = key.keys !== null;
    lines.push(
      ...(key.keys === null ? keyLines(key, values, inspection, "") : sectionLines(key, values, inspection)),
    );
  }
  return `${visible(lines.join("\n"))}\n`;
}

type Values = ReadonlyMap<string, unknown>;

/** The recognised keys by dotted path. */
function relativePaths({ config, open }: Inspection, folder: string): Values {
  const values = new Map<string, unknown>();
  for (const [section, keys] of Object.entries(config))
    for (const [key, value] of Object.entries(keys ?? {})) values.set(`${section}.${key}`, value);
  const near = (path: string): string => (relative(folder, resolve(path)) || ".").replaceAll("\\", "/");
  const shown = (path: string): string => {
    const local = near(path);
    return isAbsolute(local) ? path : local;
  };
  values.set("source.paths", (config.source?.paths ?? []).map(shown));
  if (config.currency?.ratesFile !== undefined)
    values.set("currency.ratesFile", shown(config.currency.ratesFile));
  if (config.costs?.acquisition?.file !== undefined)
    values.set("costs.acquisition", { file: shown(config.costs.acquisition.file) });
  for (const { key } of open) values.set(key, openMark);
  return values;
}

function sectionLines(section: ConfigKey, values: Values, inspection: Inspection): string[] {
  const keys = section.keys ?? [];
  const active = keys.some((key) => values.has(key.path));
  return [
    ...comment(section.description, ""),
    `${active ? "" : "#"}${section.name}:`,
    ...keys.flatMap((key) => keyLines(key, values, inspection, "  ")),
  ];
}

function keyLines(key: ConfigKey, values: Values, inspection: Inspection, indent: string): string[] {
  const set = values.has(key.path);
  const value = set
    ? values.get(key.path)
    : (example(key, inspection) ?? inside(key, inspection) ?? key.fallback ?? key.name);
  const text = `${set ? "" : "#"}${indent}${key.name}: ${yamlText(value)}`;
  const choices = key.choices.length > 1 ? ` ${yamlText(key.choices)}` : "";
  const notes = (inspection.notes[key.path] ?? []).flatMap((note) => comment(note, indent));
  const needed = inspection.missing.find((role) => `columns.${role}` === key.path);
  const open = inspection.open.find((choice) => choice.key === key.path);
  if (open !== undefined) notes.push(...choiceLines(open).flatMap((line) => comment(line, indent)));
  if (needed !== undefined) notes.push(...comment(notFound(needed, inspection), indent));
  const described = `# ${key.description}${choices}`;
  if (text.length > widestKey) return [...notes, ...comment(described.slice(2), indent), text];
  return [...notes, `${text.padEnd(widestKey)} ${described}`];
}

/** A section within a section as one value: its keys with examples, or their defaults. */
function inside({ keys }: ConfigKey, inspection: Inspection): unknown {
  if (keys === null) return undefined;
  return Object.fromEntries(keys.map((key) => [key.name, example(key, inspection) ?? key.fallback]));
}

function notFound(role: NeededRole, { choices }: Inspection): string {
  const columns = choices[role] ?? [];
  if (columns.length === 0) return `Needed, but no column of this file could be the ${role}.`;
  return `Needed, but not recognised. Choose one of: ${columns.join(", ")}`;
}

/** What a key that is not set could be, where the schema has no default or this log suggests something better. */
function example({ path, name }: ConfigKey, { trial, choices, missing, withoutRate }: Inspection): unknown {
  const role = missing.find((each) => `columns.${each}` === path);
  if (role !== undefined) return choices[role]?.[0];
  if (path === "currency.rates") {
    // 0 is no rate: the config is refused until a person has filled it in
    const open = withoutRate.slice(0, 8).map((code) => [code, 0] as const);
    return open.length === 0 ? undefined : Object.fromEntries(open);
  }
  const examples: Readonly<Record<string, unknown>> = {
    asOf: trial?.lastDay ?? "2026-06-30",
    "ingest.since": trial?.firstDay ?? "2024-01-01",
    "ingest.until": trial?.lastDay ?? "2026-06-30",
    "ingest.maxDate": trial?.lastDay ?? "2026-06-30",
    "ingest.sourceTimeZone": "UTC",
    "ingest.cancelPrefix": "C",
    "ingest.maxAmount": usualMaxAmount,
    "currency.base": "EUR",
    "source.table": "orders",
    "source.query": "select * from orders",
    "columns.order": "order_id",
    "columns.unitPrice": "unit_price",
    "currency.ratesFile": "rates.csv",
    "purchase.period": "month",
    "purchase.interval.attribute": "plan",
    "purchase.holdoutDays": 180,
    "purchase.events": [{ name: "Black Friday", dates: ["2024-11-29", "2025-11-28"] }],
    "costs.acquisition": { file: "acquisition_costs.csv" },
    "targets.business": "retail",
    "targets.bands": "bands.csv",
    "targets.lapseMonths": 12,
    "forecast.plan": [{ month: "2025-03", newCustomers: 120, costPerCustomer: 30 }],
    "actions.budget": 1000,
    "actions.replacementCost": 50,
    "actions.exclude": "do_not_contact.csv",
    "source.connection": "CLV_POSTGRES_URL",
    "engine.connection": "CLV_POSTGRES_URL",
    "spend.attributes": [],
    "validate.origins": 3,
    "validate.holdoutDays": 90,
    "validate.cohorts.from": trial?.firstDay ?? "2024-01-01",
    "validate.cohorts.until": trial?.lastDay ?? "2026-06-30",
    "validate.models": ["bg-nbd", "pareto-nbd"],
    "validate.segments": [],
    "retrain.policy.refitAfterDays": 89,
    "retrain.policy.validateAfterDays": 89,
    "engine.spillDirectory": "spill",
    publish: ["duckdb:warehouse.duckdb", "parquet:out"],
  };
  return path.startsWith("columns.")
    ? (examples[path] ?? (name === "attributes" ? undefined : name))
    : examples[path];
}

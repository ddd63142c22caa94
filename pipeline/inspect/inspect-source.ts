import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "../config/config.js";
import { openDuckDb } from "../engines/duckdb/duckdb.js";
import type { Engine } from "../engines/engine.js";
import type { TableChoice } from "../sources/file-rows.js";
import { resolveSources } from "../sources/resolve-sources.js";
import type { SourceFile } from "../sources/source-file.js";
import { leaveAmountOpen, withoutAmounts } from "./amount-choice.js";
import { assignRoles, type Roles } from "./assign-roles.js";
import { billingWarning } from "./billing.js";
import { costFile, withCosts } from "./cost-file.js";
import { ratesBeside } from "./currencies.js";
import type {
  ColumnKind,
  FoundConfig,
  InspectedColumn,
  Inspection,
  NeededRole,
  Proposal,
} from "./inspection.js";
import { type Profile, profileColumns } from "./profile.js";
import { proposeConfig, reference } from "./propose-config.js";
import { rejectionLimit } from "./rejection-limit.js";
import type { Role } from "./role.js";
import { withRowKinds } from "./row-kinds.js";
import { sampleSource } from "./sample-source.js";
import { tryRows } from "./try-rows.js";

export interface InspectOptions extends TableChoice {
  /** Files that were already read through, so that they are not read again. */
  readonly files?: readonly SourceFile[];
  /** The day of the run, yyyy-mm-dd: later dates are impossible. Default: today in UTC. */
  readonly today?: string;
  readonly signal?: AbortSignal;
}

/**
 * Looks into a transaction log (files, folders, globs; absolute or relative to the current folder) and says what it
 * holds: format, columns and their roles, with the evidence for each, and what ingest would make of about 50,000 of its rows.
 * @throws ClvError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 * @example (await inspectSource(["cdnow_elog.csv"])).config.columns // { customer: "masterid", date: "date", amount: "sales" }
 */
export async function inspectSource(
  paths: readonly string[],
  options: InspectOptions = {},
): Promise<Inspection> {
  const signal = options.signal ?? new AbortController().signal;
  const all = options.files ?? (await resolveSources(configSchema.parse({ source: { paths } }), signal));
  return withScratchEngine(async (engine) => {
    const { costs, files } = await costFile(all, engine, signal);
    // a folder or pattern that takes the costs in too is written as the files of the log
    const own = files.length < all.length ? files.map(({ path }) => path) : paths;
    return withCosts(await inspect(own, files, options, engine), costs);
  });
}

async function withScratchEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "clv-inspect-"));
  try {
    const { memoryLimit, threads } = configSchema.parse({}).engine;
    const engine = await openDuckDb({ directory, memoryLimit, threads, spillDirectory: directory });
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function inspect(
  paths: readonly string[],
  files: readonly SourceFile[],
  options: InspectOptions,
  engine: Engine,
): Promise<Inspection> {
  const sample = await sampleSource(files, options, engine);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const profiles = profileColumns(sample, Number(today.replaceAll("-", "")));
  const roles = assignRoles(profiles);
  const rates = roles.currency === null ? null : await ratesBeside(files[0]!.path);
  const found = withRowKinds(
    proposeConfig(paths, files, sample, roles, options, rates),
    profiles,
    roles,
    (column) => String(reference(column, sample)),
  );
  const lacking = missingRoles(roles);
  const isOpen = lacking.join() === "amount";
  const toTry = isOpen ? withoutAmounts : (config: FoundConfig): FoundConfig => config;
  const missing = isOpen ? [] : lacking;
  const proposal = isOpen ? leaveAmountOpen(found, roles, numbersAmong(freeColumns(roles))) : found;
  const tried = missing.length > 0 ? null : await tryRows(sample, toTry(proposal.config), engine, today);
  const trial = tried?.trial ?? null;
  const config =
    trial === null ? proposal.config : limitRejected(proposal, rejectionLimit(trial, sample.whole));
  if (trial !== null && trial.lastDay === null)
    proposal.warnings.push("no sampled row would be accepted: check the columns and ingest.dateFormat");
  // a part of the rows leaves payments out, so that gaps between them say nothing
  const billing = tried === null || !sample.whole ? null : billingWarning(tried.payments, roles);
  if (billing !== null) proposal.warnings.push(billing);
  if (trial?.lastDay)
    proposal.notes.asOf = [
      `the ${sample.whole ? "log" : "sample"} runs from ${trial.firstDay} to ${trial.lastDay}; set asOf to hold back later days`,
    ];
  return {
    files: files.map(({ path, name, format, bytes }) => ({ path, name, format, bytes })),
    totalRows: sample.totalRows,
    sampledRows: sample.rows + sample.unsplittable,
    columns: inspectedColumns(profiles, roles),
    config,
    notes: proposal.notes,
    missing,
    choices: choicesFor(missing, roles),
    open: proposal.open,
    withoutRate: proposal.withoutRate,
    trial,
    warnings: proposal.warnings,
  };
}

function limitRejected(proposal: Proposal, limit: ReturnType<typeof rejectionLimit>): FoundConfig {
  if (limit.open !== null) proposal.open.push(limit.open);
  if (limit.warning !== null) proposal.warnings.push(limit.warning);
  if (limit.maxRejectedShare === null) return proposal.config;
  proposal.notes["ingest.maxRejectedShare"] = [limit.note!];
  return {
    ...proposal.config,
    ingest: { ...proposal.config.ingest, maxRejectedShare: limit.maxRejectedShare },
  };
}

function missingRoles(roles: Roles): NeededRole[] {
  const missing: NeededRole[] = [];
  if (roles.customer === null) missing.push("customer");
  if (roles.date === null) missing.push("date");
  if (roles.amount === null && roles.unitPrice === null) missing.push("amount");
  return missing;
}

/** The columns without a role that could have it: numbers for the amount, dates first for the date. */
function choicesFor(missing: readonly NeededRole[], roles: Roles): Partial<Record<NeededRole, string[]>> {
  const free = freeColumns(roles);
  const names = (columns: readonly Profile[]): string[] => columns.map((c) => c.name);
  const fitting: Record<NeededRole, (p: Profile) => boolean> = {
    customer: (p) => p.distinct > 1,
    date: (p) => p.distinct > 1,
    amount: (p) => numbersAmong([p]).length > 0,
  };
  return Object.fromEntries(missing.map((role) => [role, names(free.filter(fitting[role]))]));
}

function freeColumns(roles: Roles): Profile[] {
  return [...roles.attributes, ...roles.ignored].map((role) => role.column);
}

const numbersAmong = (columns: readonly Profile[]): Profile[] => columns.filter((p) => p.numbers !== null);

function inspectedColumns(profiles: readonly Profile[], roles: Roles): InspectedColumn[] {
  const single: readonly (readonly [ColumnKind, Role | null])[] = [
    ["customer id", roles.customer],
    ["date", roles.date],
    ["amount", roles.amount],
    ["quantity", roles.quantity],
    ["unit price", roles.unitPrice],
    ["order id", roles.order],
    ["currency", roles.currency],
    ["refunded", roles.refunded],
  ];
  const kinds = new Map<Profile, readonly [ColumnKind, string]>();
  for (const role of roles.ignored) kinds.set(role.column, ["ignored", role.evidence]);
  for (const role of roles.attributes) kinds.set(role.column, ["attribute", role.evidence]);
  for (const [kind, role] of single) if (role) kinds.set(role.column, [kind, role.evidence]);
  return profiles.map((p) => {
    const [kind, evidence] = kinds.get(p) ?? (["ignored", ""] as const);
    const { name, position, examples, missing, distinct } = p;
    return { name, position, kind, evidence, examples, missing, distinct };
  });
}

import { ClvError } from "../../errors.js";
import { customerHistory, type Horizon, horizonsIn } from "../../sql/customer-history.js";
import { id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { describeColumn, describedColumns, describeTable } from "../column-descriptions.js";
import { definition, missingColumns, names, type PublishedColumn } from "./columns.js";
import { inSchema, type Named, published } from "./names.js";

/** What the published tables have to hold. */
export interface Wanted {
  readonly mode: "swap" | "upsert";
  readonly scores: readonly PublishedColumn[];
  readonly records: readonly { readonly table: string; readonly columns: readonly PublishedColumn[] }[];
}

/** What a schema holds. */
export interface Relation {
  /** relkind: r table, p partitioned table, v view */
  readonly kind: string;
  /** The statement of a view as the server writes it; empty for a table. */
  readonly definition: string;
  readonly columns: readonly PublishedColumn[];
}

const shownColumns: readonly PublishedColumn[] = [
  { name: "as_of", type: "date" },
  { name: "run_id", type: "text" },
  { name: "published_at", type: "timestamp with time zone" },
];

/**
 * The statements that bring a schema from what it holds to what it has to hold, in a group for each relation that is not
 * as it has to be, tables before the views over them.
 */
export function changes(
  schema: string,
  wanted: Wanted,
  existing: ReadonlyMap<string, Relation>,
): readonly (readonly Sql[])[] {
  const named = inSchema(schema);
  const { scores, history, customers, byRun, shown } = published;
  const isSwap = wanted.mode === "swap";
  expectKind(schema, existing, scores, isSwap ? "v" : "rp");
  expectKind(schema, existing, history, "v");
  expectKind(schema, existing, customers, "v");
  for (const table of [byRun, shown, ...wanted.records.map((r) => r.table)])
    expectKind(schema, existing, table, "rp");

  const table = (name: string, columns: readonly PublishedColumn[], create: Sql): Sql[] => {
    const before = existing.get(name);
    const missing = missingColumns(`"${schema}".${name}`, before?.columns ?? [], columns);
    if (before && missing.length === 0) return [];
    const add = sql`alter table ${named(name)} ${list(missing.map((c) => sql`add column ${definition(c)}`))}`;
    return [before ? add : create, comments(named, "table", name, missing, !before)];
  };
  const known = existing.get(byRun)?.columns ?? [];
  const all = [...known, ...missingColumns(byRun, known, wanted.scores)];
  const view = (name: string, select: Sql): Sql[] => {
    const before = existing.get(name);
    const missing = missingColumns(`"${schema}".${name}`, before?.columns ?? [], all);
    if (missing.length === 0) return [];
    return [
      sql`create or replace view ${named(name)} as ${select}`,
      comments(named, "view", name, missing, !before),
    ];
  };
  return [
    table(byRun, wanted.scores, createByRun(named, wanted.scores)),
    table(shown, shownColumns, createShown(named)),
    view(history, historySelect(named, all)),
    customerView(named, horizonsIn(all), existing.get(customers)),
    isSwap
      ? view(scores, currentSelect(named, all))
      : table(scores, wanted.scores, createScores(named, wanted.scores)),
    ...wanted.records.map((r) =>
      table(r.table, r.columns, sql`create table ${named(r.table)} (${list(r.columns.map(definition))})`),
    ),
  ].filter((group) => group.length > 0);
}

/** Scores come in the order of the key, so the index grows at its end. */
function createByRun(named: Named, columns: readonly PublishedColumn[]): Sql {
  return sql`create table ${named(published.byRun)} (${list(columns.map(definition))}, primary key (run_id, customer_id))`;
}

function createShown(named: Named): Sql {
  return sql`create table ${named(published.shown)} (as_of date primary key, run_id text collate "C" not null,
  published_at timestamp with time zone not null default now())`;
}

/** Half-full pages leave room for the next version of each row, so that the index need not be written again. */
function createScores(named: Named, columns: readonly PublishedColumn[]): Sql {
  return sql`create table ${named(published.scores)} (${list(columns.map(definition))}, primary key (customer_id)) with (fillfactor = 50)`;
}

/** The run is looked up once a statement. */
function currentSelect(named: Named, columns: readonly PublishedColumn[]): Sql {
  return sql`select ${names(columns)} from ${named(published.byRun)}
where run_id = (select run_id from ${named(published.shown)} order by as_of desc limit 1)`;
}

/** A condition on as_of reaches both sides of the join, and so the index by way of the run. */
function historySelect(named: Named, columns: readonly PublishedColumn[]): Sql {
  return sql`select ${names(columns)} from ${named(published.byRun)} join ${named(published.shown)} using (run_id, as_of)`;
}

/** The columns of this view stay the same; it is made again when it does not know one of the horizons. */
function customerView(named: Named, horizons: readonly Horizon[], before: Relation | undefined): Sql[] {
  const { customers, byRun, shown } = published;
  const read = new Set(before?.definition.match(/\b(clv|expected_purchases)_\d+d\b/g));
  const isKnown = ({ days, valued }: Horizon): boolean =>
    read.has(`${valued ? "clv" : "expected_purchases"}_${days}d`);
  if (before && horizons.every(isKnown)) return [];
  const scores = { relation: named(byRun), horizons };
  const dates = sql`select as_of, run_id, lag(as_of) over (order by as_of) as previous_as_of,
  lag(run_id) over (order by as_of) as previous_run_id from ${named(shown)}`;
  const select = customerHistory(scores, scores, dates, ["as_of", "run_id"]);
  const money = horizons.some(({ valued }) => valued);
  const columns = describedColumns(customers)
    .filter((name) => money || !/^clv/.test(name))
    .map((name) => ({ name }));
  const known = before?.columns ?? [];
  const added = columns.filter(({ name }) => !known.some((column) => column.name === name));
  // a view that is replaced keeps its columns and may gain some at their end
  const ordered =
    before && added.length > 0
      ? sql`select ${list([...known, ...added].map(({ name }) => id(name)))} from (${select}) h`
      : select;
  return [
    sql`create or replace view ${named(customers)} as ${ordered}`,
    ...(added.length > 0 ? [comments(named, "view", customers, added, !before)] : []),
  ];
}

/** All comments in one statement. */
function comments(
  named: Named,
  kind: "table" | "view",
  name: string,
  columns: readonly Pick<PublishedColumn, "name">[],
  whole: boolean,
): Sql {
  const about = whole ? describeTable(name) : null;
  const lines = columns.flatMap((column) => {
    const text = describeColumn(name, column.name);
    return text === null ? [] : [sql`comment on column ${named(name)}.${id(column.name)} is ${text};`];
  });
  if (about !== null) lines.unshift(sql`comment on ${raw(kind)} ${named(name)} is ${about};`);
  return sql`do ${lit(`begin ${list(lines, "\n").text} end`)}`;
}

function expectKind(
  schema: string,
  existing: ReadonlyMap<string, Relation>,
  name: string,
  kinds: string,
): void {
  const kind = existing.get(name)?.kind;
  if (kind === undefined || kinds.includes(kind)) return;
  const found = kind === "v" ? "a view" : kind === "r" || kind === "p" ? "a table" : "no table";
  const needed = kinds === "v" ? "a view" : "a table";
  const advice =
    name === published.scores
      ? ` in this mode: set mode: ${kind === "v" ? "swap" : "upsert"} for this output, or drop clv_scores there (the history stays)`
      : ": drop or rename it, or publish into another schema";
  throw new ClvError(
    "SINK_REFUSED",
    `"${schema}".${name} is ${found}, and publishing needs ${needed} of that name${advice}`,
  );
}

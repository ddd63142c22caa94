import type { ConfigInput } from "../config/config.js";
import type { TableChoice } from "../sources/file-rows.js";
import type { SourceFile } from "../sources/source-file.js";
import type { TextDialect } from "../sources/text/dialect.js";
import { percent } from "../text/format.js";
import { amountScaleKeys } from "./amount-scale.js";
import type { Roles } from "./assign-roles.js";
import { cancelPrefix } from "./cancel-prefix.js";
import { nameWords } from "./column-names.js";
import type { RatesBeside } from "./currencies.js";
import { currencyKeys } from "./currency-keys.js";
import { dateKeys } from "./date-keys.js";
import { decimalSeparatorKey } from "./decimal-separator.js";
import { idKeys } from "./id-keys.js";
import type { Proposal } from "./inspection.js";
import { noteMargins } from "./margin-columns.js";
import type { Profile } from "./profile.js";
import type { Role } from "./role.js";
import type { Sample } from "./sample.js";

type Source = NonNullable<ConfigInput["source"]>;
type Columns = NonNullable<ConfigInput["columns"]>;
type Ingest = NonNullable<ConfigInput["ingest"]>;

const columnRoles = [
  "customer",
  "date",
  "amount",
  "quantity",
  "unitPrice",
  "order",
  "currency",
  "refunded",
] as const;

/** The config keys that follow from the roles; rejection limits come later, from a trial. */
export function proposeConfig(
  paths: readonly string[],
  files: readonly SourceFile[],
  sample: Sample,
  roles: Roles,
  choice: TableChoice,
  rates: RatesBeside | null,
): Proposal {
  const proposal: Proposal = {
    config: { source: sourceKeys(paths, files, sample, choice), columns: columnKeys(sample, roles) },
    notes: {},
    warnings: [...sample.warnings, ...roles.warnings],
    open: [...roles.open],
    withoutRate: [],
  };
  noteSource(sample, proposal);
  noteColumns(roles, proposal);
  noteMargins(roles, proposal);
  return {
    ...proposal,
    config: {
      ...proposal.config,
      ingest: ingestKeys(sample, roles, proposal),
      ...currencyKeys(roles, rates, proposal),
    },
  };
}

function sourceKeys(
  paths: readonly string[],
  files: readonly SourceFile[],
  sample: Sample,
  choice: TableChoice,
): Source {
  const formats = [...new Set(files.map((file) => file.format))];
  const source: Source = { paths: [...paths], format: formats.length === 1 ? formats[0]! : "auto" };
  if (choice.query !== undefined) source.query = choice.query;
  else if (sample.table !== null) source.table = sample.table;
  if (sample.dialect !== null) Object.assign(source, textKeys(sample.dialect));
  return source;
}

/** The keys of source that say how text is written. */
export function textKeys(dialect: TextDialect): Source {
  const source: Source = {};
  source.delimiter = dialect.delimiter === "\t" ? "tab" : dialect.delimiter;
  if (dialect.quote !== '"') source.quote = dialect.quote ?? "";
  source.header = dialect.header;
  if (dialect.skip > 0) source.skip = dialect.skip;
  if (dialect.encoding === "latin-1" || dialect.encoding === "utf-16le") source.encoding = dialect.encoding;
  return source;
}

function noteSource(sample: Sample, { notes, warnings }: Proposal): void {
  const { dialect } = sample;
  if (dialect === null) return;
  if (dialect.skip > 0) notes["source.skip"] = [`${dialect.skip} lines stand before the table`];
  if (dialect.encoding === "utf-16be")
    notes["source.encoding"] = ["utf-16be, known by the file's byte order mark"];
  if (dialect.share < 0.9)
    warnings.push(
      `only ${percent(dialect.share)} of the first records have ${dialect.columns} fields: check source.delimiter and source.quote`,
    );
}

/** The name where it finds the column again, else the position. */
export function reference(column: Profile, sample: Sample): string | number {
  const loose = (name: string): string => name.trim().toLowerCase();
  const twins = sample.columns.filter((c) => loose(c.name) === loose(column.name));
  return column.named && column.name !== "" && twins.length === 1 ? column.name : column.position;
}

function columnKeys(sample: Sample, roles: Roles): Columns {
  const columns: Columns = {};
  for (const key of columnRoles) {
    const role = roles[key];
    if (role !== null) columns[key] = reference(role.column, sample);
  }
  if (roles.attributes.length > 0)
    columns.attributes = Object.fromEntries(
      roles.attributes.map(({ column }) => [attributeName(column), reference(column, sample)]),
    );
  return columns;
}

/** A name that is a plain column name in a warehouse. */
function attributeName(column: Profile): string {
  const name = nameWords(column.name).join("_");
  return /^[a-z][a-z0-9_]*$/.test(name) ? name : `attribute_${column.position}`;
}

function noteColumns(roles: Roles, { notes, warnings }: Proposal): void {
  const note = ({ column, evidence }: Role): string[] => {
    const order = column.dates?.order;
    return [
      `${order ? evidence.replace(`; ${order}`, "") : evidence}; such as ${column.examples.join(", ")}`,
    ];
  };
  if (roles.recognised !== null) notes.source = [`recognised by its header: ${roles.recognised.name}`];
  for (const key of columnRoles) {
    const role = roles[key];
    if (role === null) continue;
    notes[`columns.${key}`] = note(role);
    if (role.evidence.startsWith("by its values alone"))
      warnings.push(`${key}: column ${role.column.name} was chosen by its values alone; check it`);
  }
  if (roles.attributes.length > 0)
    notes["columns.attributes"] = roles.attributes.map(
      (role) => `${attributeName(role.column)}: ${note(role)[0]}`,
    );
}

function ingestKeys(sample: Sample, roles: Roles, proposal: Proposal): Ingest {
  const ingest: Ingest = dateKeys(roles.date, proposal);
  const { notes } = proposal;
  const separator = decimalSeparatorKey(roles, sample, proposal);
  if (separator !== null) ingest.decimalSeparator = separator;
  // a mark that means another thing than in the profile makes other sizes
  const isRead = [roles.amount, roles.unitPrice, roles.quantity].every(
    (role) =>
      !role?.column.numbers ||
      role.column.numbers.separator === (separator ?? ".") ||
      !role.column.values.some((text) => /[.,]/.test(text ?? "")),
  );
  if (isRead && !proposal.open.some(({ key }) => key === "ingest.decimalSeparator"))
    Object.assign(ingest, amountScaleKeys(roles, proposal));
  const signed = (roles.quantity ?? roles.amount)?.column.numbers;
  const cancelled = roles.order && signed ? cancelPrefix(roles.order.column, signed.values) : null;
  if (cancelled !== null) {
    ingest.cancelPrefix = cancelled.prefix;
    notes["ingest.cancelPrefix"] = [cancelled.evidence];
  }
  return { ...ingest, ...idKeys(roles, proposal) };
}

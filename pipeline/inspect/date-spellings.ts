import type { DateContext } from "./date-format.js";
import { findOrder, type Layout, type OrderClue, type OrderFound } from "./date-order.js";
import type { DateShape } from "./date-shape.js";

/** The spellings of a column with day and month told apart. */
export interface Settled {
  /** In the words of ingest.dateFormat, the most frequent first. */
  readonly formats: readonly string[];
  readonly order: string | null;
  readonly certainty: OrderFound["certainty"];
  /** What the formats could be where nothing decides. */
  readonly choices: readonly (readonly string[])[];
  /** Spellings that are left unread: how many rows, and the first of them. */
  readonly unread: readonly { readonly rows: number; readonly row: number }[];
}

interface Group {
  readonly pattern: string;
  readonly rows: number[];
  readonly shapes: DateShape[];
}

/** Groups whose numbers are in the same question: which is the day. */
interface Family {
  readonly mark: string;
  readonly layouts: readonly Layout[];
  readonly groups: readonly Group[];
  readonly rows: number;
}

const mostSpellings = 8;
/** A spelling of fewer rows than this share is left unread where its order is open. */
const few = 0.005;

/** Null where no text has the shape of a date. */
export function settleSpellings(
  shapes: readonly (DateShape | null)[],
  { today = 2200_12_31, clues = [] }: DateContext,
): Settled | null {
  const groups = groupsOf(shapes);
  if (groups.length === 0) return null;
  const families = familiesOf(groups);
  const known = knownDays(
    shapes,
    groups.filter((group) => !group.pattern.includes("%1")),
  );
  const filled = shapes.length;
  const layouts = new Map<Family, Layout>();
  const found: { family: Family; order: OrderFound }[] = [];
  const heard: OrderClue[] = [...clues];
  for (const family of families) {
    const dates = family.groups
      .flatMap((group) => group.rows.map((row, i) => ({ row, parts: group.shapes[i]!.parts })))
      .sort((a, b) => a.row - b.row);
    const order = findOrder({ mark: family.mark, layouts: family.layouts, dates, known }, today, heard);
    layouts.set(family, order.layout);
    found.push({ family, order });
    if (order.certainty !== "open")
      heard.push({
        layout: order.layout,
        evidence: "as in the other spelling of the same column",
        decides: order.certainty === "sure",
      });
  }
  const open = found.filter(({ order }) => order.certainty === "open");
  const left = open.filter(
    ({ family }) => family.rows < few * filled && groups.length > family.groups.length,
  );
  const asked = open.filter((each) => !left.includes(each));
  const dropped = new Set(left.flatMap(({ family }) => family.groups));
  const kept = groups.filter((group) => !dropped.has(group)).slice(0, mostSpellings);
  const unread = groups.filter((group) => !kept.includes(group));
  const familyOf = (group: Group): Family | undefined =>
    families.find((family) => family.groups.includes(group));
  const formatsWith = (asOpen: Layout | null): string[] => [
    ...new Set(
      kept.map((group) => {
        const family = familyOf(group);
        if (family === undefined) return plainFormat(group.pattern);
        const isAsked = asked.some((each) => each.family === family);
        const own = layouts.get(family)!;
        return fill(
          group.pattern,
          isAsked && asOpen !== null && family.layouts.includes(asOpen) ? asOpen : own,
        );
      }),
    ),
  ];
  const [first] = asked;
  const rivals = first === undefined ? [] : [first.order.layout, ...first.order.rivals];
  const said = found.filter((each) => !left.includes(each)).map(({ order }) => order.evidence);
  return {
    formats: formatsWith(null),
    order: said.length === 0 ? null : [...new Set(said)].join("; "),
    certainty:
      asked.length > 0 ? "open" : found.some(({ order }) => order.certainty === "likely") ? "likely" : "sure",
    choices: rivals.map(formatsWith),
    unread: unread.map((group) => ({ rows: group.rows.length, row: group.rows[0]! })),
  };
}

/** By pattern, whether names are full or short; the most frequent first. */
function groupsOf(shapes: readonly (DateShape | null)[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [row, shape] of shapes.entries()) {
    if (shape === null) continue;
    const key = shape.pattern.replace("%B", "%b").replace("%A", "%a");
    const group = groups.get(key) ?? { pattern: shape.pattern, rows: [], shapes: [] };
    groups.set(key, group);
    group.rows.push(row);
    group.shapes.push(shape);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length || a.rows[0]! - b.rows[0]!);
}

function familiesOf(groups: readonly Group[]): Family[] {
  const families = new Map<string, Group[]>();
  for (const group of groups) {
    const question = /%1(.*?)%2\1(%0|%Y)/.exec(group.pattern);
    if (question === null) continue;
    const key = `${question[2]}${question[1]}`;
    families.set(key, [...(families.get(key) ?? []), group]);
  }
  return [...families].map(([key, members]) => ({
    mark: key.slice(2),
    layouts: key.startsWith("%0") ? (["ymd", "dmy", "mdy"] as const) : (["dmy", "mdy"] as const),
    groups: members,
    rows: members.reduce((n, group) => n + group.rows.length, 0),
  }));
}

function knownDays(shapes: readonly (DateShape | null)[], groups: readonly Group[]): Int32Array {
  const days = new Int32Array(shapes.length);
  for (const { pattern, rows, shapes: own } of groups) {
    const yearFirst = pattern === "iso" || pattern.startsWith("%Y") || pattern.startsWith("%y");
    for (const [i, row] of rows.entries()) {
      const [a, b, c] = own[i]!.parts;
      const [year, day] = yearFirst && !/%[bB]/.test(pattern) ? [a, c] : [c, a];
      days[row] = (year > 99 ? year : year + (year < 69 ? 2000 : 1900)) * 10_000 + b * 100 + day;
    }
  }
  return days;
}

function plainFormat(pattern: string): string {
  return pattern === "%Y%m%d" ? "yyyymmdd" : pattern;
}

function fill(pattern: string, layout: Layout): string {
  if (layout === "ymd") return pattern.replace("%1", "%y").replace("%2", "%m").replace("%0", "%d");
  const [first, second] = layout === "mdy" ? ["%m", "%d"] : ["%d", "%m"];
  return pattern.replace("%1", first!).replace("%2", second!).replace("%0", "%y");
}

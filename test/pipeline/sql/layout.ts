/** A word, a literal, a quoted name or a sign of SQL; or what stands in brackets, or between `case` and `end`. */
type Node = { readonly spaced: boolean } & (
  | { readonly kind: "token"; readonly text: string }
  | { readonly kind: "group"; readonly open: string; readonly inner: readonly Node[]; readonly close: string }
);

const width = 110;
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*|[0-9]+(?:\.[0-9]+)?|<=|>=|<>|\|\||::|\S/gu;
const clauses =
  /^(?:with|select|from|where|having|limit|values|group by|order by|union all|union|(?:left |cross |full |inner )?join)$/;

/**
 * A statement as a person would break it into lines, so that a diff of it can be read. Only white space between tokens
 * changes, never what is in literals and quoted names; one statement has one layout, whatever white space it had.
 */
export function layout(statement: string): string {
  return lines(parse(statement), 0, true).join("\n");
}

function parse(statement: string): Node[] {
  const levels: { open: string; spaced: boolean; inner: Node[] }[] = [{ open: "", spaced: false, inner: [] }];
  for (const match of statement.matchAll(token)) {
    const [text] = match;
    const spaced = /\s/.test(statement[match.index - 1] ?? "");
    const level = levels.at(-1)!;
    if (text === "(" || text === "case") levels.push({ open: text, spaced, inner: [] });
    else if ((text === ")" && level.open === "(") || (text === "end" && level.open === "case")) {
      levels.pop();
      levels.at(-1)!.inner.push({ kind: "group", ...level, close: text });
    } else level.inner.push({ kind: "token", text, spaced });
  }
  if (levels.length !== 1) throw new Error(`unbalanced SQL: ${statement}`);
  return levels[0]!.inner;
}

function flat(nodes: readonly Node[]): string {
  return nodes
    .map(
      (node, i) => (i > 0 && node.spaced ? " " : "") + (node.kind === "token" ? node.text : flatGroup(node)),
    )
    .join("");
}

function flatGroup({ open, inner }: Node & { kind: "group" }): string {
  return open === "case" ? `case ${flat(inner)} end` : `(${flat(inner)})`;
}

/** Lines at an indentation: one if it fits, else a line a clause, a `when`, an item of a list, a condition or a term. */
function lines(nodes: readonly Node[], indent: number, always = false): string[] {
  const pad = " ".repeat(indent);
  if (!always && indent + flat(nodes).length <= width) return [pad + flat(nodes)];
  const split = (at: (word: string, i: number) => boolean) => splitBefore(nodes, at);
  if (nodes.some((node) => isWord(node, /^(?:select|with|union)$/)))
    return split((_, i) => clauses.test(clauseAt(nodes, i))).flatMap((clause) => clauseLines(clause, indent));
  return brokenList(nodes, indent) ?? broken(nodes, indent);
}

function clauseLines(clause: readonly Node[], indent: number): string[] {
  const pad = " ".repeat(indent);
  if (indent + flat(clause).length <= width) return [pad + flat(clause)];
  const head = clauseAt(clause, 0).split(" ").length;
  const [first, ...others] = splitAfterCommas(clause);
  if (isWord(clause[0], /^with$/)) return [first!, ...others].flatMap((table) => broken(table, indent));
  if (others.length > 0)
    return [
      pad + flat(clause.slice(0, head)),
      ...[first!.slice(head), ...others].flatMap((item) => lines(item, indent + 2)),
    ];
  const [condition, ...conditions] = splitConditions(clause);
  return [...broken(condition!, indent), ...conditions.flatMap((item) => lines(item, indent + 2))];
}

/** Parts of what is too long for a line, each on lines of its own; null where there is nothing to break at. */
function brokenList(nodes: readonly Node[], indent: number): string[] | null {
  for (const split of [splitWhens, splitAfterCommas, splitConditions, splitTerms]) {
    const [first, ...others] = split(nodes);
    const deeper = split === splitConditions && isWord(nodes[0], /^when$/) ? 2 : 0;
    if (others.length > 0)
      return [...lines(first!, indent), ...others.flatMap((item) => lines(item, indent + deeper))];
  }
  return null;
}

/** One part of a statement, its groups opened from the first that does not fit into its line. */
function broken(nodes: readonly Node[], indent: number): string[] {
  const done: string[] = [];
  let line = " ".repeat(indent);
  nodes.forEach((node, i) => {
    const space = i > 0 && node.spaced ? " " : "";
    const next = nodes.findIndex((other, j) => j > i && other.kind === "group");
    const rest = flat(nodes.slice(i, next < 0 ? nodes.length : next));
    if (node.kind === "token" || line.length + space.length + rest.length <= width) {
      line += space + flat([node]);
      return;
    }
    done.push(line + space + node.open, ...lines(node.inner, indent + 2));
    line = " ".repeat(indent) + node.close;
  });
  return [...done, line];
}

const splitWhens = (nodes: readonly Node[]) =>
  splitBefore(nodes, (word) => word === "when" || word === "else");

const splitTerms = (nodes: readonly Node[]) =>
  splitBefore(nodes, (word, i) => i > 0 && /^(?:[-+*/]|\|\|)$/.test(word));

function splitAfterCommas(nodes: readonly Node[]): Node[][] {
  return splitBefore(nodes, (_, i) => i > 0 && isWord(nodes[i - 1], /^,$/));
}

function splitConditions(nodes: readonly Node[]): Node[][] {
  let between = false;
  return splitBefore(nodes, (word) => {
    const closes = between && word === "and";
    if (word === "between") between = true;
    else if (closes) between = false;
    return (word === "and" || word === "or") && !closes;
  });
}

function splitBefore(nodes: readonly Node[], at: (word: string, i: number) => boolean): Node[][] {
  const parts: Node[][] = [];
  nodes.forEach((node, i) => {
    if (at(wordOf(node), i) || i === 0) parts.push([]);
    parts.at(-1)!.push(node);
  });
  return parts;
}

/** The longest clause that starts at a token, as `left join`; "" if none does. */
function clauseAt(nodes: readonly Node[], i: number): string {
  if (isWord(nodes[i - 1], /^(?:left|cross|full|inner|distinct)$/)) return "";
  const [first, second] = [wordOf(nodes[i]), wordOf(nodes[i + 1])];
  return [`${first} ${second}`, first].find((words) => clauses.test(words)) ?? "";
}

function wordOf(node: Node | undefined): string {
  return node?.kind === "token" ? node.text : "";
}

function isWord(node: Node | undefined, words: RegExp): boolean {
  return words.test(wordOf(node));
}

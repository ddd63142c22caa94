/**
 * A statement in standard quoting as Spark reads it: identifiers in back quotes instead of double quotes, and backslashes
 * in literals doubled, because Spark takes one for an escape. No setting of a session does the latter for a literal that
 * ends in a backslash, and some servers do not allow the settings at all. Comments and back-quoted names stay as they are.
 */
export function sparkText(statement: string): string {
  return statement.replace(token, (part) => {
    if (part.startsWith("'")) {
      const text = part.slice(1, -1).replaceAll("''", "'");
      return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    }
    if (part.startsWith('"')) return sparkName(part.slice(1, -1).replaceAll('""', '"'));
    return part;
  });
}

/** An identifier in Spark's back quotes. */
export function sparkName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Columns of a terminal that nobody has made wider. */
export const terminalWidth = 80;

/**
 * A text broken at blanks into lines of at most `width` characters; a longer word has a line of its own.
 * @example wrapWords("one two three", 8) // ["one two", "three"]
 */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Sentences broken at 80 columns, indented as they begin; lines of tables, which have gaps of several blanks, as they are. */
export function fitted(text: string): string {
  return text.split("\n").flatMap(fittedLine).join("\n");
}

function fittedLine(line: string): string[] {
  if (line.length <= terminalWidth || /\S {2,}\S/.test(line)) return [line];
  const indent = /^ */.exec(line)![0];
  return wrapWords(line.trimStart(), terminalWidth - indent.length).map((part) => indent + part);
}

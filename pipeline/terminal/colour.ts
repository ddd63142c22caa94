const red = "\u001b[31m";
const yellow = "\u001b[33m";
const plain = "\u001b[39m";

const stops = /^(?:[A-Z][A-Z_]{3,}: |\s*STOP\b)/;
const warnings = /^(?:warning: |! |\s*warning\b)/;

/** Lines that stop something in red, warnings in yellow; for a terminal alone. */
export function coloured(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const colour = stops.test(line) ? red : warnings.test(line) ? yellow : null;
      return colour === null ? line : `${colour}${line}${plain}`;
    })
    .join("\n");
}

/** Whether a stream takes colours: a terminal whose user has not asked for none (https://no-color.org). */
export function takesColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
}

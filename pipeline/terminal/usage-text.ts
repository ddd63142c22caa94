import { nearest } from "../text/nearest.js";

/** What the parser says about a command line, with the command or option that was probably meant. */
export function usageText(
  message: string,
  words: readonly string[],
  known: { readonly commands: readonly string[]; readonly options: readonly string[] },
): string {
  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)?.[1]?.split(", ");
  if (unknown !== undefined) return unknownText(unknown, words, known);
  const missing = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (missing !== undefined) return `--${missing} needs a value`;
  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(message);
  if (choice) return `--${choice[1]} cannot be ${choice[2]}; it can be ${choice[3]}`;
  if (message.startsWith("Not enough non-option arguments")) return tooFewText(words[0] ?? "");
  return message;
}

/** What a command says that lacks what it is about. */
export function tooFewText(command: string): string {
  return `\`clv ${command}\` needs more arguments; \`clv ${command} --help\` shows what`;
}

function unknownText(
  unknown: readonly string[],
  words: readonly string[],
  { commands, options }: { readonly commands: readonly string[]; readonly options: readonly string[] },
): string {
  const [first] = words;
  const isCommand = first !== undefined && commands.includes(first);
  const command = unknown.find((name) => name === first);
  if (command !== undefined && !isCommand) {
    const near = nearest(command, commands);
    return `there is no command "${command}"${near ? `; did you mean \`clv ${near}\`?` : "; `clv --help` lists them"}`;
  }
  const lines = unknown.map((name) => {
    if (!words.some((word) => /^--?/.test(word) && word.replace(/^--?/, "").split("=")[0] === name))
      return `"${name}" is not expected here`;
    if (isCommand && options.includes(name)) return `\`clv ${first}\` takes no --${name}`;
    const near = nearest(name, options);
    return `there is no option --${name}${near ? `; did you mean --${near}?` : ""}`;
  });
  return `${lines.join("; ")}${isCommand ? ` (\`clv ${first} --help\` lists what there is)` : ""}`;
}

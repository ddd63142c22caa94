import { say } from "../text/messages/say.js";
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
  if (missing !== undefined) return say("usage.needsValue", missing);
  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(message);
  if (choice) return choiceText(choice[1]!, choice[2]!, choice[3]!);
  if (/^Not enough non-option arguments/.test(message)) return tooFewText(words[0] ?? "");
  return message;
}

function choiceText(option: string, given: string, choices: string): string {
  const bare = (text: string): string => text.replace(/^"|"$/g, "");
  const meant = nearest(bare(given), choices.split(", ").map(bare));
  return meant === undefined
    ? say("usage.choices", option, given, choices)
    : say("usage.choices.meant", option, given, meant, choices);
}

/** What a command says that lacks what it is about. */
export function tooFewText(command: string): string {
  return say("usage.tooFew", command);
}

function unknownText(
  unknown: readonly string[],
  words: readonly string[],
  { commands, options }: { readonly commands: readonly string[]; readonly options: readonly string[] },
): string {
  const [first] = words;
  const isCommand = first !== undefined && commands.includes(first);
  const command = unknown.find((name) => name === first);
  if (command !== undefined && !isCommand) return say("usage.noCommand", command, nearest(command, commands));
  const lines = unknown.map((name) => {
    if (!words.some((word) => /^--?/.test(word) && word.replace(/^--?/, "").split("=")[0] === name))
      return say("usage.unexpected", name);
    if (isCommand && options.includes(name)) return say("usage.notOfCommand", first, name);
    return say("usage.noOption", name, nearest(name, options));
  });
  const text = lines.join("; ");
  return isCommand ? `${text} ${say("usage.help", first)}` : text;
}

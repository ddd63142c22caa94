import type { CommandModule } from "yargs";
import { commandName } from "../marts/command-name.js";
import { marts } from "../marts/marts.js";
import type { Io } from "../terminal/io.js";
import { say } from "../text/messages/say.js";
import { martCommand } from "./mart.js";

/** The commands that print marts. */
export const martNames = marts.map((mart) => commandName(mart.name));

/** Those commands, left out of the list of commands: `martList` is one of their own. */
export function martCommands(io: Io): CommandModule[] {
  return marts.map((mart) => {
    const { builder, ...command } = martCommand(mart, io);
    const described = `$0 ${commandName(mart.name)}\n\n${say(mart.question)}`;
    return {
      ...command,
      describe: false,
      builder: (yargs) => (builder as (of: typeof yargs) => typeof yargs)(yargs).usage(described),
    } as CommandModule;
  });
}

/** A line a command, in two columns of yargs. */
export function martList(): string {
  const lines = marts.map((mart) => `  clv ${commandName(mart.name)}  \t${say(mart.question)}`);
  return [say("martCommand.list"), ...lines].join("\n");
}

type Filter = (completed: (error: Error | null, completions: string[] | undefined) => void) => unknown;

/** What completes a line: what yargs knows and, where a command is to be named, the commands of marts. */
export function completeMarts(
  current: string,
  { _: line }: { readonly _: readonly (string | number)[] },
  filter: Filter,
  done: (completions: string[]) => unknown,
): void {
  const isCommand = line.length <= 2 && !current.startsWith("-");
  filter((_error, known = []) => done([...known, ...(isCommand ? martNames : [])]));
}

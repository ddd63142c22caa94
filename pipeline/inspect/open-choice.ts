import { ClvError } from "../errors.js";

/** A setting that the log does not decide, so that a person has to. */
export interface OpenChoice {
  /** Dotted key of the config. */
  readonly key: string;
  /** What is seen in the log, and why that does not decide. */
  readonly question: string;
  /** What the setting can be, and what each value means for this log. */
  readonly choices: readonly { readonly value: string; readonly means: string }[];
}

/** One line a question, one line a choice. */
export function choiceLines({ question, choices }: OpenChoice): string[] {
  const width = Math.max(0, ...choices.map(({ value }) => value.length));
  return [question, ...choices.map(({ value, means }) => `  ${value.padEnd(width)}  ${means}`)];
}

/** The stop of a command that cannot go on without the choices; `next` says how to make them. */
export function choiceNeeded(open: readonly OpenChoice[], next: string): ClvError {
  const each = open.map((choice) => {
    const [question, ...values] = choiceLines(choice);
    return [`  ${choice.key}: ${question}`, ...values.map((line) => `  ${line}`)].join("\n");
  });
  const what = open.length === 1 ? "1 setting is" : `${open.length} settings are`;
  return new ClvError("CHOICE_NEEDED", `${what} for you to choose:\n${each.join("\n")}\n${next}`);
}

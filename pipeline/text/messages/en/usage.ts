/** What is wrong with a command line, and what was probably meant. */
export const usage = {
  "usage.noCommand": (name: string, meant: string | undefined) =>
    `there is no command "${name}"; ${meant === undefined ? "`clv --help` lists them" : `did you mean \`clv ${meant}\`?`}`,
  "usage.noOption": (name: string, meant: string | undefined) =>
    `there is no option --${name}${meant === undefined ? "" : `; did you mean --${meant}?`}`,
  "usage.notOfCommand": (command: string, option: string) => `\`clv ${command}\` takes no --${option}`,
  "usage.unexpected": (word: string) => `"${word}" is not expected here`,
  "usage.help": (command: string) => `(\`clv ${command} --help\` lists what there is)`,
  "usage.helpAll": "Each of the settings of clv.yaml is a flag as well; --help-all lists them all.",
  "usage.choices.meant": (option: string, given: string, meant: string, choices: string) =>
    `--${option} cannot be ${given}; did you mean ${meant}? It can be ${choices}`,
  "usage.oneSchema": "--dbt and --metrics are two files; ask for one of them",
  "usage.needsValue": (option: string) => `--${option} needs a value`,
  "usage.choices": (option: string, given: string, choices: string) =>
    `--${option} cannot be ${given}; it can be ${choices}`,
  "usage.tooFew": (command: string) =>
    `\`clv ${command}\` needs more arguments; \`clv ${command} --help\` shows what`,
};

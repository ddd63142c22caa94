/** What yargs knows of the options of the command that runs, and hands to who comes between; its types leave it out. */
interface Declared {
  getOptions(): { readonly array: readonly string[]; readonly key: Readonly<Record<string, unknown>> };
}

/** Of an option that has one value and is given several times, the last counts, as in other tools; lists take all. */
export function lastOfEach(args: Record<string, unknown>, yargs?: Declared): void {
  if (yargs === undefined) return;
  const { array, key } = yargs.getOptions();
  for (const [name, value] of Object.entries(args))
    if (Array.isArray(value) && Object.hasOwn(key, name) && !array.includes(name)) args[name] = value.at(-1);
}

import type { Arguments } from "yargs";

/** Arguments behind `--`, which may begin with a hyphen; the parser keeps them apart from the others. */
export function afterDashes(args: Arguments): string[] {
  const behind = args["--"];
  return Array.isArray(behind) ? behind.map(String) : [];
}

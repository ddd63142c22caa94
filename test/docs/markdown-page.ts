/** The page without its blocks of code. */
function prose(page: string): string {
  return page.replace(/^```[\s\S]*?^```$/gm, "");
}

/** Where its links lead, as they are written. */
export function linksOf(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1]!);
}

/**
 * What a link may name after #, by the rules of GitHub.
 * @example anchorsOf("## BG/NBD (`purchase/bg-nbd.ts`)") // ["bgnbd-purchasebg-nbdts"]
 */
export function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#+ +(.*)$/gm)].map((m) => {
    const anchor = m[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** Paths of files and folders that it names as code; those with a placeholder name none. */
export function pathsOf(page: string): string[] {
  return [...prose(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g)]
    .map((m) => m[1]!)
    .filter((path) => /^(pipeline|models|data|test)\/|\.(ts|md)$/.test(path));
}

/** Commands in its blocks of code, one a line: continued lines joined, prompts, comments and redirections left out. */
export function commandsOf(page: string): string[][] {
  const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((m) => m[1]!);
  return blocks
    .flatMap((block) => block.replaceAll("\\\n", " ").split(/\n|&&/))
    .map(wordsOf)
    .map((words) => (words[0] === "$" || words[0] === "npx" ? words.slice(1) : words))
    .filter(([program]) => program === "clv" || program === "npm");
}

/** @example wordsOf("clv init 'a b.csv' > x # why") // ["clv", "init", "a b.csv"] */
function wordsOf(line: string): string[] {
  const [command] = line.split(/\s(?:#|>|2>)/);
  return [...command!.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]!);
}

/** What a command line asks for, in the words that the parser knows. */
export interface Words {
  readonly words: readonly string[];
  /** Whether help shows every setting, not only the usual ones. */
  readonly allOptions: boolean;
}

/**
 * No words ask for help; `clv help run` is `clv run --help`; --help-all is a longer --help; `clv version` is --version.
 * @example readWords(["help", "run"]).words // ["run", "--help"]
 */
export function readWords(given: readonly string[]): Words {
  const allOptions = given.includes("--help-all");
  const words = given.map((word) => (word === "--help-all" ? "--help" : word));
  if (words.length === 0) return { words: ["--help"], allOptions };
  const [first, ...rest] = words;
  if (first === "help") return { words: [...rest.filter((word) => word !== "--help"), "--help"], allOptions };
  if (first === "version" && rest.length === 0) return { words: ["--version"], allOptions };
  return { words, allOptions };
}

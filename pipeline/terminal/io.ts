/**
 * What a command may touch of the outside: handed down by cli.ts, the only file that touches `process`. On the way out every
 * text is made visible, so that control characters of the data do nothing to a terminal, and what goes to stderr loses
 * passwords and tokens.
 */
export interface Io {
  /** Results: text meant for people or one JSON object. */
  readonly out: (text: string) => void;
  /** Logs, progress, warnings. */
  readonly err: (text: string) => void;
  /** Goes back to the beginning of the line under way on stderr and clears it. */
  readonly clearLine: () => void;
  /** Whether stderr is a terminal that can redraw lines, and how wide it is. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly cwd: string;
  /** Connections to servers, with their passwords and tokens, come from here alone. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** This process, and whether another one of this machine is alive. */
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

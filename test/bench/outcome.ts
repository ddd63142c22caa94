import type { BenchOptions } from "./options.js";
import type { Table } from "./table.js";

/** A figure that the project promises to keep at full size. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Skipped {
  readonly what: string;
  readonly why: string;
}

/** What a case hands back. */
export interface Outcome {
  readonly json: object;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
}

/** What all cases of one run share: the options, a folder for files, and what is made once. */
export interface Bench {
  readonly options: BenchOptions;
  readonly work: string;
  /** A size at the scale of this run. */
  readonly size: (full: number) => number;
  readonly threads: number;
  readonly say: (text: string) => void;
  /** The value that `make` gave the first time this key was asked for. */
  readonly once: <T>(key: string, make: () => Promise<T>) => Promise<T>;
}

export function isMet({
  value,
  atMost = Number.POSITIVE_INFINITY,
  atLeast = Number.NEGATIVE_INFINITY,
}: Target): boolean {
  return atLeast <= value && value <= atMost;
}

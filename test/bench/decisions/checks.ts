import type { Row } from "../../pipeline/cli/read-back.js";

/** What is said of a figure, and what came. */
export interface Check {
  readonly figure: string;
  readonly expected: number;
  /** lo95, lo80, hi80, hi95 */
  readonly bounds: readonly number[];
  readonly actual: number;
}

/** A share that is found, beside the one that it should be near: of so many. */
export interface ShareCheck {
  readonly figure: string;
  readonly nominal: number;
  readonly share: number;
}

export interface Found {
  readonly checks: readonly Check[];
  readonly shares: readonly ShareCheck[];
}

const bounds = ["lo95", "lo80", "hi80", "hi95"] as const;

/** A bounded figure of a row against what came; none where it has no bounds. */
export function checkOf(figure: string, row: Row, name: string, actual: number): Check[] {
  if (row[name] == null || row[`${name}_lo95`] == null) return [];
  return [
    {
      ...{ figure, expected: Number(row[name]), actual },
      bounds: bounds.map((bound) => Number(row[`${name}_${bound}`])),
    },
  ];
}

/** A sum that may be asked for by key. */
export class Sums {
  private readonly sums = new Map<string, number>();

  add(key: readonly unknown[], value: number): void {
    const text = JSON.stringify(key);
    this.sums.set(text, (this.sums.get(text) ?? 0) + value);
  }

  of(key: readonly unknown[]): number {
    return this.sums.get(JSON.stringify(key)) ?? 0;
  }
}

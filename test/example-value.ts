/** The value that an example shows. Numbers are kept as they are written, since their digits say how exact they are. */
export type Expected =
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "plain"; readonly value: string | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Expected[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Expected>; readonly open: boolean };

/** The value at the start of a text; null where there is none. After it may come an explanation: `1.44, .8 + .8^2`. */
export function expectedValue(text: string): Expected | null {
  const reader = new Reader(text);
  try {
    const value = reader.value();
    return /^(?:[,;:]|$)/.test(reader.rest()) ? value : null;
  } catch {
    return null;
  }
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  rest(): string {
    return this.text.slice(this.at).trimStart();
  }

  private take(pattern: RegExp): string | null {
    const found = new RegExp(`^\\s*(${pattern.source})`).exec(this.text.slice(this.at));
    if (found === null) return null;
    this.at += found[0].length;
    return found[1]!;
  }

  value(): Expected {
    const digits = this.take(/-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w/*^])/);
    if (digits !== null) return { kind: "number", digits };
    const word = this.take(/(?:null|true|false)\b/);
    if (word !== null) return { kind: "plain", value: JSON.parse(word) as boolean | null };
    const quoted = this.take(/"(?:[^"\\]|\\.)*"|'[^'\\]*'/);
    if (quoted !== null)
      return {
        kind: "plain",
        value: quoted.startsWith("'") ? quoted.slice(1, -1) : (JSON.parse(quoted) as string),
      };
    if (this.take(/\[/)) return { kind: "list", items: this.separated(/\]/, () => this.value()) };
    if (!this.take(/\{/)) throw new SyntaxError(`no value: ${this.rest()}`);
    let open = false;
    const entries = this.separated(/\}/, (): [string, Expected][] => {
      if (this.take(/\.\.\./)) {
        open = true;
        return [];
      }
      const key = this.take(/\w+(?=:)/);
      if (key === null || !this.take(/:/)) throw new SyntaxError(`no key: ${this.rest()}`);
      return [[key, this.value()]];
    });
    return { kind: "object", entries: new Map(entries.flat()), open };
  }

  private separated<T>(close: RegExp, item: () => T): T[] {
    const items: T[] = [];
    while (!this.take(close)) {
      if (items.length > 0 && !this.take(/,/)) throw new SyntaxError(`no comma: ${this.rest()}`);
      items.push(item());
    }
    return items;
  }
}

/** Where a value differs from what was shown of it, or null. */
export function mismatch(actual: unknown, expected: Expected, where = "value"): string | null {
  const differs = `${where} is ${typeof actual === "string" ? JSON.stringify(actual) : String(actual)}`;
  switch (expected.kind) {
    case "number":
      return typeof actual === "number" && isShownAs(actual, expected.digits)
        ? null
        : `${differs}, not ${expected.digits}`;
    case "plain":
      return actual === expected.value ? null : `${differs}, not ${JSON.stringify(expected.value)}`;
    case "list": {
      if (!Array.isArray(actual) && !ArrayBuffer.isView(actual)) return `${differs}, which is no list`;
      const items = Array.from(actual as unknown as ArrayLike<unknown>);
      if (items.length !== expected.items.length)
        return `${where} holds ${items.length}, not ${expected.items.length}: ${items}`;
      return first(expected.items.map((item, i) => mismatch(items[i], item, `${where}[${i}]`)));
    }
    case "object": {
      if (typeof actual !== "object" || actual === null) return `${differs}, which is no object`;
      const values = new Map(Object.entries(actual));
      const more = [...values.keys()].filter((key) => !expected.entries.has(key));
      if (!expected.open && more.length > 0) return `${where} has ${more.join(", ")} too`;
      return first(
        [...expected.entries].map(([key, value]) => mismatch(values.get(key), value, `${where}.${key}`)),
      );
    }
  }
}

function first(found: readonly (string | null)[]): string | null {
  return found.find((text) => text !== null) ?? null;
}

/** A fraction within half a unit of its last digit, and what doubles round away; a whole number exactly, apart from that. */
function isShownAs(actual: number, digits: string): boolean {
  const value = Number(digits);
  const [, decimals = "", exponent = "0"] = /^[^.e]*(?:\.(\d+))?(?:e(-?\d+))?$/.exec(digits) ?? [];
  const half = decimals === "" ? 0 : 0.5 * 10 ** (Number(exponent) - decimals.length);
  return Math.abs(actual - value) <= half * (1 + 1e-9) + 1e-14 * Math.abs(value);
}

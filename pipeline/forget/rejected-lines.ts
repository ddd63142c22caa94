import { exampleLength } from "../artifacts/account.js";
import type { Config } from "../config/config.js";
import { isUnsplit, type LineDialect, type RejectedLine, wholeFields } from "../sources/whole-fields.js";
import type { LineLayout } from "./line-layout.js";
import type { Person } from "./person.js";

/** Whose the lines are that runs keep or quote of a log. */
export interface RejectedLines {
  /**
   * The id of a person that a rejected line is about: its customer's, or where it could not be split any of its fields. Null
   * where it is somebody else's or nobody's, whatever else it holds.
   */
  personOf(line: RejectedLine & { readonly file: string }): Promise<string | null>;
  /** The id of a person among the fields of a line that is known by its text alone. */
  personIn(line: string): string | null;
  /** Whether a source file of that name was read. */
  isSource(file: string): boolean;
}

/** @param layout of the lines of a source file; null where it is not known, and lines are searched as if they could not be split */
export function rejectedLines(
  person: Person,
  dialects: readonly LineDialect[],
  layout: (file: string) => Promise<Pick<LineLayout, "customer"> | null>,
  isSource: (file: string) => boolean = () => true,
): RejectedLines {
  const personIn = (line: string): string | null =>
    [...wholeFields(line, dialects)].find((field) => person.is(field)) ?? null;
  /** By the beginning that an example shows, which may end before the customer. */
  const ofBeginning = new Map<string, string>();
  return {
    isSource,
    personIn,
    async personOf({ file, reason, text }) {
      if (text === "") return null;
      const customer = isUnsplit({ reason }) ? undefined : (await layout(file))?.customer(text)?.trim();
      if (customer === undefined) return ofBeginning.get(text) ?? personIn(text);
      if (!person.is(customer)) return null;
      ofBeginning.set(text.slice(0, exampleLength), customer);
      return customer;
    },
  };
}

/** Of a place that quotes no lines. */
export const noLines: RejectedLines = {
  isSource: () => false,
  personIn: () => null,
  personOf: () => Promise.resolve(null),
};

/** The ways in which the files of some configs are written, each once. */
export function dialectsOf(configs: readonly Config[]): LineDialect[] {
  const all = configs.map(({ source: { delimiter, quote } }): LineDialect => ({ delimiter, quote }));
  return [...new Map(all.map((dialect) => [JSON.stringify(dialect), dialect])).values()];
}

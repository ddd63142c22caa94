import { foldId, type IdFolding } from "../sql/fold-id.js";
import { customerHash, type ForgottenList } from "./forgotten-list.js";
import { isUnsplit, type LineDialect, type RejectedLine, wholeFields } from "./whole-fields.js";

/**
 * Whether a line that could not be split names a forgotten customer: the list holds hashes alone, so each of its fields is
 * hashed. Any other rejected line has a customer, by whom it is known whether it is withheld.
 */
export function namesForgotten(
  { salt, customers }: ForgottenList,
  dialect: LineDialect,
  foldings: readonly IdFolding[],
): (line: RejectedLine) => boolean {
  const known = new Set(customers);
  return (line) =>
    isUnsplit(line) &&
    [...wholeFields(line.text, [dialect])].some((field) =>
      known.has(customerHash(salt, foldId(field, foldings))),
    );
}

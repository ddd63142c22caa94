import type { Config } from "../config.js";
import { customerHash, type ForgottenList } from "../forget/forgotten-list.js";
import { splitFields } from "./text-header.js";

const betweenWords = /[\s,;|"':{}[\]()<>]+/;

/**
 * Whether a line that was not accepted names a forgotten customer. The list holds hashes alone, so each field and each word
 * of the line is hashed. An id that is split over both, as `a b` in a line of words, is not found.
 */
export function namesForgotten(
  { salt, customers }: ForgottenList,
  { delimiter, quote }: Config["source"],
): (text: string) => boolean {
  const known = new Set(customers);
  return (text) => {
    const fields = splitFields(text, delimiter, quote).map((field) => field.trim());
    return [...new Set([...fields, ...text.split(betweenWords)])].some(
      (word) => word !== "" && known.has(customerHash(salt, word)),
    );
  };
}

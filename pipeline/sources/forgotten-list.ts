import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../errors.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { fingerprint } from "../files/fingerprint.js";
import { uniqueId } from "../files/unique-id.js";
import type { SideFile } from "./source-file.js";

/** `forgotten.json` of a runs folder. */
export const forgottenFile = "forgotten.json";

/**
 * Customers whose rows are dropped wherever they come from, as SHA-256 of the salt and the id, in hexadecimal. The salt
 * keeps the hashes from being looked up in tables; whoever has the file can still try an id that they know.
 */
export interface ForgottenList {
  readonly format: 1;
  readonly salt: string;
  /** In the order in which they were forgotten. */
  readonly customers: readonly string[];
}

/** The list of a runs folder; null where nobody was forgotten. */
export async function readForgotten(runsDir: string): Promise<ForgottenList | null> {
  const path = join(runsDir, forgottenFile);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const list = listIn(text);
  if (list === null)
    throw new ClvError(
      "CONFIG_INVALID",
      `${path} is no list of forgotten customers that clv wrote. Restore it from a backup: without it they would come back.`,
    );
  return list.customers.length === 0 ? null : list;
}

function listIn(text: string): ForgottenList | null {
  try {
    const list = JSON.parse(text) as Partial<ForgottenList> | null;
    const isList =
      list?.format === 1 &&
      typeof list.salt === "string" &&
      list.salt !== "" &&
      Array.isArray(list.customers);
    return isList && list.customers.every((hash) => /^[0-9a-f]{64}$/.test(hash))
      ? (list as ForgottenList)
      : null;
  } catch {
    return null;
  }
}

/** Puts customers on the list of a runs folder, each once. */
export async function addForgotten(runsDir: string, customers: readonly string[]): Promise<ForgottenList> {
  const known = (await readForgotten(runsDir)) ?? {
    format: 1,
    salt: `${uniqueId()}${uniqueId()}`,
    customers: [],
  };
  const hashes = customers.map((customer) => customerHash(known.salt, customer));
  const list: ForgottenList = { ...known, customers: [...new Set([...known.customers, ...hashes])] };
  await writePrivateFile(join(runsDir, forgottenFile), `${JSON.stringify(list, null, 2)}\n`);
  return list;
}

export function isForgotten({ salt, customers }: ForgottenList, customer: string): boolean {
  return customers.includes(customerHash(salt, customer));
}

/** As engines work it out: see pipeline/sql/forgotten-rows.ts. */
export function customerHash(salt: string, customer: string): string {
  return createHash("sha256").update(salt).update(customer).digest("hex");
}

/** Distinguishes a list, or the beginning of a longer one, from any other. */
export interface ListMark {
  readonly customers: number;
  readonly sha256: string;
}

/** The mark of the first customers of a list; of all unless said otherwise. */
export function listMark(list: ForgottenList | null, first = list?.customers.length ?? 0): ListMark {
  const beginning = list === null || first === 0 ? [] : [list.salt, ...list.customers.slice(0, first)];
  return { customers: first, sha256: fingerprint(beginning) };
}

/** The list as a file that decides about every stage of a run. */
export function forgottenSideFile(list: ForgottenList | null): SideFile[] {
  return list === null ? [] : [{ name: forgottenFile, sha256: fingerprint(list) }];
}

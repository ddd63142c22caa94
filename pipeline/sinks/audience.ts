import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Engine } from "../engines/engine.js";
import { diskError } from "../files/disk-errors.js";
import { makeFolder, privateFile } from "../files/folders.js";
import { replaceFile } from "../files/replace-file.js";
import { uniqueId } from "../files/unique-id.js";
import type { IdentityKind } from "../sql/audience.js";
import type { Sql } from "../sql/sql.js";

/** Who takes lists of customers, by the name of the column that each reads. */
export const audienceHeaders = {
  generic: { email: "email_sha256", phone: "phone_sha256", id: "id_sha256" },
  google: { email: "Email", phone: "Phone", id: "User ID" },
  meta: { email: "email", phone: "phone", id: "extern_id" },
} as const satisfies Record<string, Record<IdentityKind, string>>;
export type AudienceFormat = keyof typeof audienceHeaders;

/** What an audience has, and why customers of it are not in the file. */
export interface AudienceCount {
  readonly customers: number;
  readonly written: number;
  readonly suppressed: number;
  /** without a value in the column that identifies them */
  readonly unknown: number;
  /** who share a value with another one */
  readonly repeated: number;
}

/** Hashes of a suppression list: of ids or of what identifies people, as they are or hashed already. */
export function suppressionHashes(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.map((line) => {
      const plain = line.trim().toLowerCase();
      return /^[0-9a-f]{64}$/.test(plain) ? plain : createHash("sha256").update(plain).digest("hex");
    }),
  );
}

/**
 * Writes an audience for its owner alone: the old file or the whole new one.
 * @param rows of audienceRows, in the order of value_hash
 */
export async function writeAudience(
  path: string,
  header: string,
  engine: Pick<Engine, "query">,
  rows: Sql,
  suppressed: ReadonlySet<string>,
): Promise<AudienceCount> {
  const temporary = `${path}.${uniqueId()}.part`;
  await makeFolder(dirname(path));
  try {
    const file = await open(temporary, "wx", privateFile);
    const count = await write(file, header, engine, rows, suppressed).finally(() => file.close());
    await replaceFile(temporary, path);
    return count;
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error);
  }
}

async function write(
  file: { appendFile(text: string): Promise<void> },
  header: string,
  engine: Pick<Engine, "query">,
  rows: Sql,
  suppressed: ReadonlySet<string>,
): Promise<AudienceCount> {
  const count = { customers: 0, written: 0, suppressed: 0, unknown: 0, repeated: 0 };
  await file.appendFile(`${header}\n`);
  let last: string | null = null;
  for await (const batch of engine.query(rows)) {
    const [values, ids] = ["value_hash", "id_hash"].map((name) => batch.getChild(name)!);
    const lines: string[] = [];
    for (let i = 0; i < batch.numRows; i++) {
      const value = values!.get(i) as string | null;
      count.customers++;
      if (value === null) count.unknown++;
      else if (suppressed.has(value) || suppressed.has(String(ids!.get(i)))) count.suppressed++;
      else if (value === last) count.repeated++;
      else {
        lines.push(`${value}\n`);
        count.written++;
        last = value;
      }
    }
    await file.appendFile(lines.join(""));
  }
  return count;
}

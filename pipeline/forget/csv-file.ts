import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { replaceInPlace } from "../files/replace-file.js";
import { splitFields } from "../sources/text/header.js";
import { withoutApostrophe } from "../sql/spreadsheet-text.js";
import type { Eraser, FileKind } from "./erased-file.js";

const [quote, lineFeed] = [0x22, 0x0a];

/** CSV as this program writes it: commas, quotes, a header. Records that stay keep their bytes. */
export const csvFile: FileKind = {
  async erase(path, eraser) {
    if ((await csvFile.find(path, eraser)).size === 0) return 0;
    const temporary = `${path}.tmp`;
    const file = await open(temporary, "w");
    let taken = 0;
    try {
      for await (const { bytes, customer } of records(path, eraser)) {
        if (customer !== null) taken += 1;
        else await file.writeFile(bytes);
      }
    } finally {
      await file.close();
    }
    await replaceInPlace(temporary, path);
    return taken;
  },
  async find(path, eraser) {
    const found = new Map<string, number>();
    for await (const { customer } of records(path, eraser))
      if (customer !== null) found.set(customer, (found.get(customer) ?? 0) + 1);
    return found;
  },
};

interface CsvRecord {
  readonly bytes: Buffer;
  /** The person's id in a record of theirs, else null. */
  readonly customer: string | null;
}

/** Every record with its line end. A record is a person's when its customer_id is theirs, whatever its other fields are. */
async function* records(path: string, { person }: Eraser): AsyncGenerator<CsvRecord> {
  const ids = person.ids.map((customer) => Buffer.from(customer));
  let column: number | null = null;
  for await (const bytes of split(path)) {
    if (column === null) {
      column = fieldsOf(bytes).indexOf("customer_id");
      yield { bytes, customer: null };
      continue;
    }
    // quotes inside an id are doubled in the file, so that its bytes are not there as they are
    const mayBe = column >= 0 && (ids.some((customer) => bytes.includes(customer)) || bytes.includes('""'));
    const written = mayBe ? fieldsOf(bytes)[column] : undefined;
    // as it is, or with the apostrophe that keeps a spreadsheet from running it
    const customer = [written, written && withoutApostrophe(written)].find((text) => person.is(text));
    yield { bytes, customer: customer ?? null };
  }
}

function fieldsOf(record: Buffer): string[] {
  return splitFields(record.toString("utf8").replace(/\r?\n$/, ""), ",", '"');
}

/** The file cut after each line feed that is not in quotes. */
async function* split(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let quoted = false;
  let at = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (; at < bytes.length; at++) {
      if (bytes[at] === quote) quoted = !quoted;
      else if (bytes[at] === lineFeed && !quoted) {
        yield bytes.subarray(from, at + 1);
        from = at + 1;
      }
    }
    rest = bytes.subarray(from);
    at = rest.length;
  }
  if (rest.length > 0) yield rest;
}

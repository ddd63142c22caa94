import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { replaceFile } from "../replace-file.js";
import { splitFields } from "../sources/text-header.js";
import type { Eraser, FileKind } from "./erased-file.js";

const [quote, lineFeed] = [0x22, 0x0a];

/** CSV as this program writes it: commas, quotes, a header. Records that stay keep their bytes. */
export const csvFile: FileKind = {
  async erase(path, eraser) {
    if ((await csvFile.traces(path, eraser)) === 0) return 0;
    const temporary = `${path}.tmp`;
    const file = await open(temporary, "w");
    let taken = 0;
    try {
      for await (const { bytes, isTheirs } of records(path, eraser)) {
        if (isTheirs) taken += 1;
        else await file.writeFile(bytes);
      }
    } finally {
      await file.close();
    }
    await replaceFile(temporary, path);
    return taken;
  },
  async traces(path, eraser) {
    let found = 0;
    for await (const { isTheirs } of records(path, eraser)) if (isTheirs) found += 1;
    return found;
  },
};

interface CsvRecord {
  readonly bytes: Buffer;
  readonly isTheirs: boolean;
}

/** Every record with its line end. A record is a person's when one of its fields is their id, attributes apart. */
async function* records(path: string, { person, attributes }: Eraser): AsyncGenerator<CsvRecord> {
  const ids = person.ids.map((customer) => Buffer.from(customer));
  let searched: number[] | null = null;
  for await (const bytes of split(path)) {
    if (searched === null) {
      const names = splitFields(bytes.toString("utf8").trimEnd(), ",", '"');
      searched = names.flatMap((name, i) => (attributes.has(name.toLowerCase()) ? [] : [i]));
      yield { bytes, isTheirs: false };
      continue;
    }
    // quotes inside an id are doubled in the file, so that its bytes are not there as they are
    const mayBe = ids.some((customer) => bytes.includes(customer)) || bytes.includes('""');
    const fields = mayBe ? splitFields(bytes.toString("utf8").replace(/\r?\n$/, ""), ",", '"') : [];
    yield { bytes, isTheirs: searched.some((i) => person.is(fields[i])) };
  }
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

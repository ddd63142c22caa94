import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompressionType,
  compressionRegistry,
  type RecordBatch,
  Table,
  tableFromArrays,
  tableToIPC,
} from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClvError } from "../../../pipeline/errors.js";
import { readArrowBatches } from "../../../pipeline/files/read-arrow.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "clv-ipc-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const part = (from: number, rows = 1000) =>
  tableFromArrays({
    k: Int32Array.from({ length: rows }, (_, i) => from + i),
    v: Float64Array.from({ length: rows }, (_, i) => (from + i) / 7),
  }).batches[0]!;
const parts = [0, 1000, 2000].map((from) => part(from));
const table = new Table(parts[0]!.schema, parts);

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, bytes);
  return path;
}

async function read(path: string): Promise<RecordBatch[]> {
  const batches = [];
  for await (const batch of readArrowBatches(path)) batches.push(batch);
  return batches;
}

async function refusal(path: string): Promise<ClvError> {
  const error = await read(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ClvError);
  return error as ClvError;
}

describe.each(["file", "stream"] as const)("the %s format", (format) => {
  test("gives its batches in order", async () => {
    const batches = await read(await file(`t-${format}.arrow`, tableToIPC(table, format)));
    expect(batches.map((batch) => batch.numRows)).toEqual([1000, 1000, 1000]);
    expect(batches.flatMap((batch) => [...batch.getChild("k")!])).toEqual(
      Array.from({ length: 3000 }, (_, i) => i),
    );
    expect(batches[2]!.getChild("v")!.get(999)).toBe(2999 / 7);
  });

  test("may be left early and read again", async () => {
    const path = await file(`e-${format}.arrow`, tableToIPC(table, format));
    for (let i = 0; i < 50; i++) {
      for await (const batch of readArrowBatches(path)) {
        expect(batch.numRows).toBe(1000);
        break;
      }
    }
  });

  test("with text in a dictionary", async () => {
    const words = tableFromArrays({ s: ["a", "b", "a", "c"] });
    const batches = await read(await file(`d-${format}.arrow`, tableToIPC(words, format)));
    expect(batches.flatMap((batch) => [...batch.getChild("s")!])).toEqual(["a", "b", "a", "c"]);
  });

  test("cut off anywhere is SOURCE_UNREADABLE, not a shorter table", async () => {
    const whole = tableToIPC(table, format);
    for (const share of [0.02, 0.3, 0.5, 0.9]) {
      const error = await refusal(
        await file(`c-${format}.arrow`, whole.subarray(0, Math.floor(whole.length * share))),
      );
      expect(error.code).toBe("SOURCE_UNREADABLE");
      expect(error.message).toContain(`c-${format}.arrow`);
    }
  });

  test("with compressed bodies says so", async () => {
    const bytes = compressed(format);
    const error = await refusal(await file(`z-${format}.arrow`, bytes));
    expect(error.code).toBe("SOURCE_UNREADABLE");
    expect(error.message).toContain("compressed (lz4 or zstd)");
  });
});

/** Declares lz4 bodies: a stand-in that only frames the bytes is registered while it is written. */
function compressed(format: "file" | "stream"): Uint8Array {
  const header = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0);
  const encode = (data: Uint8Array) => Buffer.concat([header, data]);
  compressionRegistry.set(CompressionType.LZ4_FRAME, { encode });
  try {
    return tableToIPC(table, format, CompressionType.LZ4_FRAME);
  } finally {
    compressionRegistry.set(CompressionType.LZ4_FRAME, {});
  }
}

test("other files are refused, a missing one by its own code", async () => {
  expect((await refusal(join(directory, "nowhere.arrow"))).code).toBe("SOURCE_NOT_FOUND");
  expect((await refusal(directory)).code).toBe("SOURCE_UNREADABLE");
  for (const bytes of [
    new Uint8Array(0),
    Buffer.from("customer,day,amount\n1,2024-01-01,3\n"),
    Buffer.from("ARROW1"),
    new Uint8Array(500).fill(7),
  ]) {
    expect((await refusal(await file("other.arrow", bytes))).code).toBe("SOURCE_UNREADABLE");
  }
});

test("a footer of impossible length is refused", async () => {
  for (const length of [-5, 2 ** 30, 0]) {
    const bytes = Buffer.from(tableToIPC(table, "file"));
    bytes.writeInt32LE(length, bytes.length - 10);
    expect((await refusal(await file("footer.arrow", bytes))).code).toBe("SOURCE_UNREADABLE");
  }
});

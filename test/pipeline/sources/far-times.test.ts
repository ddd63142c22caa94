import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type DataType,
  DateDay,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  vectorFromArray,
} from "apache-arrow";
import { expect, test } from "vitest";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";

const folder = await scratch();
const most = 2n ** 63n - 1n;
const perSecond = { second: 1n, milli: 1000n, micro: 1_000_000n, nano: 1_000_000_000n } as const;
const day = 1_704_067_200n; // 2024-01-01

/** An Arrow file of good rows and of times at the ends of what the type holds. */
async function write(name: string, type: DataType, times: BigInt64Array | Int32Array): Promise<void> {
  const length = times.length;
  const fields = [
    vectorFromArray(Array.from({ length }, (_, i) => `c${i % 5}`)).data[0]!,
    makeData({ type, length, nullCount: 0, data: times } as never),
    vectorFromArray(Array.from({ length }, () => 2.5)).data[0]!,
  ];
  const names = ["customer", "date", "amount"];
  const schema = new Schema(fields.map((data, i) => new Field(names[i]!, data.type, true)));
  const struct = makeData({
    type: new Struct(schema.fields),
    length,
    nullCount: 0,
    children: fields,
  } as never);
  const writer = RecordBatchFileWriter.writeAll(new Table([new RecordBatch(schema, struct as never)]));
  await writeFile(join(folder, name), await writer.toUint8Array());
}

await writeFile(
  join(folder, "clv.yaml"),
  "source: { paths: [x.arrow] }\ncolumns: { customer: customer, date: date, amount: amount }\ningest: { maxRejectedShare: 0.9 }\n",
);

test.each([
  ["second", new TimestampSecond()],
  ["milli", new TimestampMillisecond()],
  ["micro", new TimestampMicrosecond()],
  ["micro", new TimestampMicrosecond("UTC")],
  ["nano", new TimestampNanosecond()],
] as const)("far times in %s are rejected rows (%s)", async (unit, type) => {
  const good = Array.from({ length: 20 }, (_, i) => (day + BigInt(i) * 86_400n) * perSecond[unit]);
  const far = [-most - 1n, -most, most, most - 1n, -62_135_596_801n * perSecond[unit]].map((v) =>
    BigInt.asIntN(64, v),
  );
  await write("x.arrow", type, BigInt64Array.from([...good, ...(unit === "nano" ? far.slice(0, 4) : far)]));
  const { rows } = await runHere(folder, {}, { until: "ingest" });
  expect(rows).toMatchObject({ accepted: 20, rejected: unit === "nano" ? 4 : 5 });
});

test("far days are rejected rows", async () => {
  const good = Array.from({ length: 20 }, (_, i) => 19_723 + i);
  await write(
    "x.arrow",
    new DateDay(),
    Int32Array.from([...good, -(2 ** 31), 2 ** 31 - 1, 2 ** 31 - 2, -719_163]),
  );
  const { rows } = await runHere(folder, {}, { until: "ingest" });
  expect(rows).toMatchObject({ accepted: 20, rejected: 4 });
});

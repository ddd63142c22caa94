import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { isStatusName, statusMeaning } from "../../../pipeline/inspect/status-words.js";

const folder = await mkdtemp(join(tmpdir(), "clv-row-kinds-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Order {
  readonly no: number;
  readonly id: string;
  readonly day: string;
  readonly lines: readonly number[];
}

const items = ["hat", "mug", "tee", "cap"];
const orders: Order[] = Array.from({ length: 120 }, (_, i) => ({
  no: 1000 + i,
  id: `K${(i * 7) % 31}`,
  day: new Date(Date.UTC(2024, 0, 1 + 2 * i + ((i * i * 5) % 37))).toISOString().slice(0, 10),
  lines: Array.from({ length: 1 + (i % 3) }, (_, k) => 5 + ((i * 37 + k * 11) % 90) + (i % 7) / 8),
}));
const total = (o: Order): number => o.lines.reduce((sum, n) => sum + n, 0);

async function inspect(
  header: string,
  rows: (o: Order, line: number, index: number) => readonly unknown[] | null,
) {
  const path = join(folder, "orders.csv");
  const lines = orders.flatMap((o, i) =>
    o.lines.flatMap((_, k) => {
      const row = rows(o, k, i);
      return row === null ? [] : [row.join(",")];
    }),
  );
  await writeFile(path, `${header}\n${lines.join("\n")}\n`);
  const { config, warnings, open, trial, columns } = await inspectSource([path], { today: "2025-01-01" });
  return {
    ...config.ingest,
    columns: config.columns,
    warnings: warnings.join("\n"),
    open,
    trial,
    kinds: columns,
  };
}

const first = (o: Order, k: number, rest: readonly unknown[], blank: readonly unknown[]) =>
  k === 0 ? [o.no, o.id, o.day, ...rest] : blank;
const header = "order_id,customer_id,order_date,total,item";
const item = (k: number): string => items[k % 4]!;

describe("rows of one order", () => {
  test("amounts blank where the order id repeats: skipped", async () => {
    const found = await inspect(header, (o, k) => [o.no, o.id, o.day, k === 0 ? total(o) : "", item(k)]);
    expect(found).toMatchObject({ continuationRows: "skip", trial: { parts: 120, rejected: [] } });
    expect(found.warnings).toContain("120 sampled rows without an amount are further rows of an order");
    expect(found.maxRejectedShare).toBeUndefined();
  });

  test("everything but the item blank: skipped", async () => {
    const found = await inspect(header, (o, k) => [...first(o, k, [total(o)], ["", "", "", ""]), item(k)]);
    expect(found).toMatchObject({
      continuationRows: "skip",
      trial: { parts: 120 },
      columns: { order: "order_id" },
    });
    const bare = await inspect("customer_id,order_date,total,item", (o, k) => [
      ...(k === 0 ? [o.id, o.day, total(o)] : ["", "", ""]),
      item(k),
    ]);
    expect(bare).toMatchObject({ continuationRows: "skip", trial: { parts: 120, rejected: [] } });
  });

  test("an id that the name does not show is found by where it repeats", async () => {
    const found = await inspect("Name,customer_id,order_date,total,item", (o, k) => [
      `#${o.no}`,
      o.id,
      o.day,
      k === 0 ? total(o) : "",
      item(k),
    ]);
    expect(found).toMatchObject({ continuationRows: "skip", columns: { order: "Name" } });
  });

  test.each([
    ["blank", ""],
    ["repeated", "no"],
  ])("amounts of lines below a customer and a date, order id %s: filled", async (_, id) => {
    const found = await inspect(header, (o, k) => [
      ...first(o, k, [], [id === "" ? "" : o.no, "", ""]),
      o.lines[k],
      item(k),
    ]);
    expect(found).toMatchObject({ continuationRows: "fill", trial: { rejected: [] } });
  });

  test("sums of what is above, or lines of a total above, are not filled", async () => {
    let sum = 0;
    const sums = await inspect(header, (o, k, i) => {
      if (k > 0) return null;
      if (i % 20 !== 19) sum += o.lines[0]!;
      const row = i % 20 === 19 ? ["", "", "", sum, "Sum"] : [o.no, o.id, o.day, o.lines[0], item(k)];
      if (i % 20 === 19) sum = 0;
      return row;
    });
    expect(sums.continuationRows).toBeUndefined();
    expect(sums.warnings).toContain("they hold the sum of the rows above");
    const parts = await inspect(header, (o, k) => {
      if (o.lines.length < 3) return k === 0 ? [o.no, o.id, o.day, total(o), ""] : null;
      return k === 0 ? [o.no, o.id, o.day, o.lines[1]! + o.lines[2]!, ""] : ["", "", "", o.lines[k], item(k)];
    });
    expect(parts.continuationRows).toBeUndefined();
    expect(parts.warnings).toContain("they add up to the amount of the row above");
  });

  test("a total that each row repeats counts once; lines of their own add up", async () => {
    const totals = await inspect(header, (o, k) => [o.no, o.id, o.day, total(o), item(k)]);
    expect(totals).toMatchObject({ duplicateOrders: "order-id", open: [] });
    expect(totals.warnings).toContain(
      "80 of 80 sampled orders of several rows, total is the same on each row",
    );
    const lines = await inspect(header, (o, k) => [o.no, o.id, o.day, o.lines[k], item(k)]);
    expect(lines.duplicateOrders).toBeUndefined();
    expect(lines.open).toEqual([]);
  });

  test("one price for all, or refunds among repeated totals: a person chooses", async () => {
    const price = await inspect(header, (o, k) => [o.no, o.id, o.day, 9.99, item(k)]);
    expect(price.open.map((choice) => choice.key)).toEqual(["ingest.duplicateOrders"]);
    const refunds = await inspect(header, (o, k, i) => [
      o.no,
      o.id,
      o.day,
      i % 9 === 2 && k === 2 ? -total(o) : total(o),
      item(k),
    ]);
    expect(refunds.open.map((choice) => choice.key)).toEqual(["ingest.duplicateOrders"]);
  });
});

describe("rows that do not count", () => {
  const withStatus = (name: string, status: (index: number, o: Order) => string, more = "") =>
    inspect(`order_id,customer_id,order_date,total,${name}`, (o, k, i) =>
      k === 0 ? [o.no, o.id, o.day, o.lines[0], status(i, o) + more] : null,
    );

  test("rows of a status that take money back by their sign are refunds, and said to be", async () => {
    const found = await inspect("order_id,customer_id,order_date,total,status", (o, k, i) =>
      k === 0 ? [o.no, o.id, o.day, i % 9 ? o.lines[0] : -o.lines[0]!, i % 9 ? "paid" : "refunded"] : null,
    );
    expect(found.warnings).toContain("count as refunds; if they are none");
  });

  test.each([
    ["Bestellstatus", "abgeschlossen", "Storniert", "ausstehend"],
    ["statut", "livrée", "ANNULÉE", "en attente"],
    ["Estado del pedido", "completado", "cancelado", "pendiente"],
    ["stato_ordine", "spedito", "annullato", "in attesa"],
    ["status", "zrealizowane", "anulowane", "oczekujące"],
    ["orderStatus", "skickad", "makulerad", "väntande"],
    ["tila", "toimitettu", "peruutettu", "odottaa"],
    ["注文ステータス", "完了", "キャンセル", "保留"],
    ["post_status", "wc-completed", "wc-failed", "wc-on-hold"],
    ["Financial Status", "paid", "voided", "partially_refunded"],
  ])("%s: %s counts, %s does not, %s is named", async (name, good, bad, open) => {
    const found = await withStatus(name, (i) => (i % 9 === 0 ? bad : i % 25 === 1 ? open : good));
    expect(found.exclude).toEqual({ [name]: [bad] });
    expect(found.warnings).toContain(`${name} ${bad}: 14 of the sampled rows (11.7 %, amounts of `);
    expect(found.warnings).toContain(`${name} ${open}: 5 of the sampled rows`);
    expect(found.trial).toMatchObject({ excluded: 14, rejected: [] });
    expect(found.kinds.at(-1)).toMatchObject({ kind: "ignored", evidence: "says which rows count" });
  });

  test("test mode, and a flag of cancellation", async () => {
    const found = await inspect("id,customer_id,created,amount,livemode,is_cancelled", (o, k, i) =>
      k === 0 ? [o.no, o.id, o.day, o.lines[0], i % 11 !== 0, i % 13 === 0 ? 1 : 0] : null,
    );
    expect(found.exclude).toEqual({ livemode: ["false"], is_cancelled: ["1"] });
  });

  test("most rows lost: a person chooses; a status of customers: said, and counted", async () => {
    const most = await withStatus("status", (i) => (i % 3 === 0 ? "paid" : "failed"));
    expect(most).toMatchObject({ open: [{ key: "ingest.exclude" }] });
    expect(most.exclude).toBeUndefined();
    const ofCustomer = await withStatus("status", (_, o) =>
      Number(o.id.slice(1)) % 3 ? "active" : "cancelled",
    );
    expect(ofCustomer.exclude).toBeUndefined();
    expect(ofCustomer.warnings).toContain("it says something of them, not of an order");
  });

  test("refunds in a column of their own are mapped, and their status needs no word", async () => {
    const found = await inspect("order_id,customer_id,order_date,total,Amount Refunded,status", (o, k, i) =>
      k === 0 ? [o.no, o.id, o.day, o.lines[0], i % 12 ? 0 : o.lines[0], i % 12 ? "paid" : "refunded"] : null,
    );
    expect(found.columns).toMatchObject({ amount: "total", refunded: "Amount Refunded" });
    expect(found.warnings).toBe("");
  });

  test("words", () => {
    expect(
      ["payment_failed", "not paid", "Refund failed", "wc-cancelled", "shipped", "blue"].map(statusMeaning),
    ).toEqual(["lost", "unsure", "unsure", "lost", "bought", "unknown"]);
    expect(["Status", "orderStatus", "customer_status", "statuette"].map(isStatusName)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

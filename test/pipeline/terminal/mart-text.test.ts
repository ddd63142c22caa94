import { expect, test } from "vitest";
import type { ShownColumn } from "../../../pipeline/marts/mart.js";
import { martText, type ShownMart } from "../../../pipeline/terminal/mart-text.js";

const columns: ShownColumn[] = [
  { name: "attribute", heading: "attribute", as: "text" },
  { name: "source", heading: "source", as: "text" },
  { name: "status", heading: "status", as: "words" },
  { name: "share", heading: "share", as: "wholeShare" },
];
const rows = [
  { attribute: null, source: null, status: "not_yet", share: 0.204 },
  { attribute: "channel", source: "web_shop", status: "reestimated", share: null },
];
const shown: ShownMart = {
  ...{ question: "What?", answer: "That.", run: "r", asOf: "2024-12-31", currency: null },
  ...{ columns, firstColumns: false, rows, allRows: 2 },
};

test("states are written in words, data as they are; one attribute is the heading of its values", () => {
  const [status] = columns.filter(({ name }) => name === "status");
  const words = (value: string) => (value === "reestimated" ? "the new model" : value.replace("_", " "));
  const named = columns.map((column) => (column === status ? { ...column, words } : column));
  expect(
    martText({ ...shown, columns: named }, 80)
      .split("\n\n")
      .at(-1),
  ).toBe(
    [
      "  channel   status         share",
      "            not yet         20 %",
      "  web_shop  the new model",
      "",
    ].join("\n"),
  );
});

test("columns without a value in any row are left out, so that others have room", () => {
  const empty = { ...shown, rows: [{ attribute: null, source: null, status: "new", share: 1 }] };
  expect(martText({ ...empty, firstColumns: true }, 80)).toMatch(
    /\n\n {2}status {2}share\n {2}new {5}100 %\n/,
  );
});

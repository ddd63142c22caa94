import { expect, test } from "vitest";
import { idKeys } from "../../../pipeline/inspect/id-keys.js";

const keysOf = (values: readonly string[]) => {
  const proposal = { notes: {}, warnings: [] as string[] };
  const column = { values, filled: values.length } as never;
  return {
    keys: idKeys({ customer: { column, evidence: "" } }, proposal),
    said: proposal.warnings.join("\n"),
  };
};

test("ids that differ in spelling are counted, those that stand for nobody are not", () => {
  expect(keysOf(["a1", "A1", "b2", "guest", "Guest"]).said).toMatch(
    /^customer ids equal another id \(1 but for case\)/,
  );
  expect(keysOf(["a1", "b2", "guest", "Guest"]).said).toMatch(
    /^2 sampled rows have a customer id that stands for nobody/,
  );
});

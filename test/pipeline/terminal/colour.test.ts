import { expect, test } from "vitest";
import { coloured, takesColour } from "../../../pipeline/terminal/colour.js";

test("what stops is red, what warns is yellow, everything else as it is", () => {
  expect(coloured("DATA_QUALITY: one check\nwarning: a\n! b\n  STOP  quality\n  C10: plain\nfine\n")).toBe(
    "\u001b[31mDATA_QUALITY: one check\u001b[39m\n\u001b[33mwarning: a\u001b[39m\n\u001b[33m! b\u001b[39m\n\u001b[31m  STOP  quality\u001b[39m\n  C10: plain\nfine\n",
  );
});

test("on a terminal alone, and not for who wants none", () => {
  const cases = [
    [true, {}],
    [false, {}],
    [true, { NO_COLOR: "1" }],
    [true, { TERM: "dumb" }],
  ] as const;
  expect(cases.map(([isTerminal, env]) => takesColour(isTerminal, env))).toEqual([true, false, false, false]);
});

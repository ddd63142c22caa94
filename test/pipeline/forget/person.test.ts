import { expect, test } from "vitest";
import { personOf, spellingsOf } from "../../../pipeline/forget/person.js";

test("a person is found by what runs made of the id, and in quoted lines by any spelling of it", () => {
  expect(spellingsOf("\u00a0Ada@X.com ", [["email-case"], []])).toEqual(["Ada@X.com", "ada@x.com"]);
  const person = personOf(["ada@x.com"], ["email-case"]);
  expect(["ada@x.com", "ADA@x.com", "ada@y.com", null].map((value) => person.is(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("without a folding 1 is not 01", () => {
  expect(personOf(["1"]).is("01")).toBe(false);
  expect(personOf(["1"], ["leading-zeros"]).is("01")).toBe(true);
});

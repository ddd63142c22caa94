/** `npm run docs`: writes the parts of pages that are made from the code, and the shipped sample. */
import { readFileSync, writeFileSync } from "node:fs";
import { generated } from "./generated.js";
import { withGenerated } from "./markdown.js";
import { writeSample } from "./sample.js";

for (const { file, name, text } of generated)
  writeFileSync(file, withGenerated(readFileSync(file, "utf8"), name, text()));
await writeSample("data/sample");

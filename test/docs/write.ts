/** `npm run docs`: writes the parts of pages that are made from the code, files that are so as a whole, and the shipped sample. */
import { readFileSync, writeFileSync } from "node:fs";
import { generated, generatedFiles } from "./generated.js";
import { withGenerated } from "./markdown.js";
import { writeSample } from "./sample.js";

for (const { file, name, text } of generated)
  writeFileSync(file, withGenerated(readFileSync(file, "utf8"), name, text()));
for (const { file, text } of generatedFiles) writeFileSync(file, text());
await writeSample("data/sample");

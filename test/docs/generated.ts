import { exportsText } from "./exports-text.js";
import { settingsText } from "./settings-text.js";
import { publishedText, tablesText } from "./tables-text.js";

/** What `npm run docs` writes: a part of a page each, made from what the code states. */
export const generated: readonly {
  readonly file: string;
  readonly name: string;
  readonly text: () => string;
}[] = [
  { file: "pipeline/config/README.md", name: "settings", text: settingsText },
  { file: "data/README.md", name: "tables", text: tablesText },
  { file: "data/README.md", name: "published tables", text: publishedText },
  { file: "pipeline/inspect/profiles/README.md", name: "exports", text: exportsText },
];

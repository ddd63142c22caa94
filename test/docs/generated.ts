import { dbtText, metricsText, usualConfig } from "../../pipeline/sinks/dbt/texts.js";
import { exportsText } from "./exports-text.js";
import { cookbookText, martTablesText, questionsText } from "./marts-text.js";
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
  { file: "data/README.md", name: "marts", text: martTablesText },
  { file: "pipeline/marts/README.md", name: "questions", text: questionsText },
  { file: "pipeline/marts/README.md", name: "cookbook", text: cookbookText },
  { file: "pipeline/inspect/profiles/README.md", name: "exports", text: exportsText },
];

/** Files that it writes as a whole. */
export const generatedFiles: readonly { readonly file: string; readonly text: () => string }[] = [
  { file: "data/dbt/sources.yml", text: () => dbtText(usualConfig()) },
  { file: "data/dbt/metrics.yml", text: () => metricsText(usualConfig()) },
];

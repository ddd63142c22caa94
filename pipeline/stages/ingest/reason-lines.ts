import type { RejectedReason } from "../../artifacts/account.js";
import { count } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import { inOneLine } from "../../text/visible-text.js";

/** One line a reason: how many, and the first of them. */
export function reasonLines(by: readonly RejectedReason[]): string {
  return by
    .map(
      (r) =>
        `  ${r.reason.padEnd(18)} ${count(r.rows).padStart(10)}  ${say("data.rejected.first")}: ${exampleText(r)}`,
    )
    .join("\n");
}

/** Where the first of these rows is, and what it says; rows of a table have no line. */
function exampleText({ example: { file, line, text } }: RejectedReason): string {
  return inOneLine(`${line === null ? file : `${file}:${line}`}  ${text}`);
}

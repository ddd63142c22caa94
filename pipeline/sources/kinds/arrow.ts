import { readArrowBatches } from "../../files/read-arrow.js";
import { id, raw } from "../../sql/sql.js";
import { sourceTable, typedRelation } from "../read-typed.js";
import { sampleArrow } from "../sample-tables.js";
import type { FileKind } from "../source-kind.js";

/** Arrow IPC: files and streams. */
export const arrow: FileKind = {
  isTyped: true,
  isLoaded: true,
  recognise: (head) => head.toString("latin1").startsWith("ARROW1") || head.readUInt32LE(0) === 0xffffffff,
  async open({ path }, index, _work, { engine, signal }) {
    const table = { name: sourceTable(index) };
    await engine.load(table, readArrowBatches(path), signal);
    return typedRelation(engine, id(table.name), raw("rowid + 1"));
  },
  sample: sampleArrow,
};

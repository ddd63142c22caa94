import {
  type ArtifactName,
  type Artifacts,
  artifactFile,
  type artifactKinds,
} from "../artifacts/artifacts.js";
import { runFiles } from "../runs/layout.js";
import type { Manifest } from "../runs/manifest.js";
import type { FileKind } from "./erased-file.js";
import { fileWithoutCustomers, jsonFile, jsonLinesFile, type WithoutPerson } from "./json-file.js";
import { withoutQuotedLines } from "./quoted-lines.js";

type Documents = {
  [Name in ArtifactName as (typeof artifactKinds)[Name] extends "json" ? Name : never]: Artifacts[Name];
};

/**
 * Where a customer can be in each JSON artifact: an id, or a line that is quoted from the log. Null where there is none: all else
 * in these files are words, names, days and numbers of ours or of many customers, which an id may be equal to.
 */
const artifacts: { readonly [Name in keyof Documents]: WithoutPerson<Documents[Name]> | null } = {
  account: async (account, { lines }, note) => {
    const rejectedBy = [];
    for (const rejected of account.rejectedBy) {
      const { reason, example } = rejected;
      const id = await lines.personOf({ file: example.file, reason, text: example.text });
      if (id !== null) note(id);
      rejectedBy.push(id === null ? rejected : { ...rejected, example: { ...example, text: "" } });
    }
    return { ...account, rejectedBy };
  },
  score_summary: (summary, { person }, note) => ({
    ...summary,
    top: summary.top.filter(({ customerId }) => {
      if (person.is(customerId)) note(customerId);
      return !person.is(customerId);
    }),
  }),
  calendar: null,
  summary: null,
  checks: null,
  model: null,
  validation: null,
  gate: null,
  champion: null,
  monitoring: null,
  marts: null,
  publication: null,
};

const manifest: WithoutPerson<Manifest> = async (manifest, { lines }, note) => {
  const { error } = manifest;
  if (error === null) return manifest;
  return { ...manifest, error: { ...error, message: await withoutQuotedLines(error.message, lines, note) } };
};

const logEntry: WithoutPerson<{ readonly msg?: unknown }> = async (entry, { lines }, note) =>
  typeof entry.msg === "string" ? { ...entry, msg: await withoutQuotedLines(entry.msg, lines, note) } : entry;

/** The JSON and text files of a runs folder, by name. */
export const documents: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ...Object.entries(artifacts).map(([name, without]): [string, FileKind] => [
    artifactFile(name as ArtifactName),
    without === null ? fileWithoutCustomers : jsonFile(without as WithoutPerson<unknown>),
  ]),
  [runFiles.manifest, jsonFile(manifest)],
  [runFiles.log, jsonLinesFile(logEntry)],
  ...[runFiles.alerts, runFiles.parts, runFiles.countedParts, "part.json", "uses.json", "registry.json"].map(
    (name): [string, FileKind] => [name, fileWithoutCustomers],
  ),
]);

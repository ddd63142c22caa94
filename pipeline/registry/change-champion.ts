import { ClvError } from "../errors.js";
import { type Message, message } from "../text/messages/message.js";
import { afterEvent, findConfiguration, findVersion, gatesOverridden, parentOf } from "./lineage.js";
import type { Configuration, LineageEntry } from "./registry.js";
import { readModel, readRegistry, writeConfiguration } from "./store.js";

/** A champion that was changed by hand. */
export interface ChangedChampion {
  readonly configuration: string;
  readonly from: string;
  readonly to: string;
  readonly event: LineageEntry["event"];
  readonly fittedAsOf: string;
  /** Gates that the new champion did not pass when it was judged; empty where it passed. */
  readonly refused: readonly string[];
}

/** Makes a registered model, refused ones included, the champion of its configuration. Hold the lock of the folder. */
export async function promote(runsDir: string, version: string, at: string): Promise<ChangedChampion> {
  const { key, configuration, entry } = findVersion(await readRegistry(runsDir), version);
  if (configuration.champion === entry.version)
    throw new ClvError("USAGE", `${entry.version} is the champion already.`);
  return change(runsDir, key, configuration, entry.version, "promoted", at);
}

/**
 * Makes the champion's parent the champion again. Hold the lock of the folder.
 * @throws ClvError MODEL_NOT_FOUND where the champion is the first model
 */
export async function rollback(
  runsDir: string,
  key: string | undefined,
  at: string,
): Promise<ChangedChampion> {
  const [found, configuration] = findConfiguration(await readRegistry(runsDir), key);
  const parent = parentOf(configuration);
  if (parent === null)
    throw new ClvError(
      "MODEL_NOT_FOUND",
      `${configuration.champion} is the first model of its configuration: there is none to go back to.`,
    );
  return change(runsDir, found, configuration, parent, "rolled back", at);
}

async function change(
  runsDir: string,
  key: string,
  configuration: Configuration,
  to: string,
  event: "promoted" | "rolled back",
  at: string,
): Promise<ChangedChampion> {
  const { model, runId } = await readModel(runsDir, to);
  const from = configuration.champion;
  const refused = gatesOverridden(configuration, to);
  const reason = reasonOf(event, from, refused);
  const entry = { event, version: to, parent: from, runId, fittedAsOf: model.asOf, at, reason };
  await writeConfiguration(runsDir, key, afterEvent(configuration, entry));
  return { configuration: key, from, to, event, fittedAsOf: model.asOf, refused };
}

function reasonOf(event: "promoted" | "rolled back", from: string, refused: readonly string[]): Message {
  if (event === "promoted")
    return refused.length > 0
      ? message("judged.byHandRefused", from, refused)
      : message("judged.byHand", from);
  return refused.length > 0 ? message("judged.backRefused", from, refused) : message("judged.back", from);
}

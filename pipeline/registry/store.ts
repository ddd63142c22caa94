import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../errors.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { makePrivateFolder } from "../files/folders.js";
import { type Configuration, emptyRegistry, type RegisteredModel, type Registry } from "./registry.js";

/** registry.json of a runs folder; empty where there is none. Written under the lock of the folder alone. */
export async function readRegistry(runsDir: string): Promise<Registry> {
  return (await readJson<Registry>(registryPath(runsDir))) ?? emptyRegistry;
}

/** Puts one configuration in the place of its older self. */
export async function writeConfiguration(runsDir: string, key: string, of: Configuration): Promise<void> {
  const { configurations } = await readRegistry(runsDir);
  const registry: Registry = { format: 1, configurations: { ...configurations, [key]: of } };
  await writePrivateFile(registryPath(runsDir), `${JSON.stringify(registry, null, 2)}\n`);
}

/** @throws ClvError REGISTRY_DAMAGED when the registry names a model whose file is missing */
export async function readModel(runsDir: string, version: string): Promise<RegisteredModel> {
  const path = modelPath(runsDir, version);
  const model = await readJson<RegisteredModel>(path);
  if (model === null)
    throw new ClvError(
      "REGISTRY_DAMAGED",
      `${path} is missing, which registry.json names. Put it back from a backup, \`clv promote\` another version, or remove registry.json to begin again with the next run.`,
    );
  return model;
}

/** Keeps a model for good. The registry names it only afterwards, so that it never names a file that is not there. */
export async function writeModel(runsDir: string, registered: RegisteredModel): Promise<void> {
  await makePrivateFolder(join(runsDir, "models"));
  const path = modelPath(runsDir, registered.model.modelVersion);
  await writePrivateFile(path, `${JSON.stringify(registered, null, 2)}\n`);
}

export function registryPath(runsDir: string): string {
  return join(runsDir, "registry.json");
}

function modelPath(runsDir: string, version: string): string {
  return join(runsDir, "models", `${version}.json`);
}

/** The content of a JSON file, null where there is none. */
async function readJson<T extends { readonly format: 1 }>(path: string): Promise<T | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const found = parsed(text) as T | null;
  if (found?.format !== 1)
    throw new ClvError(
      "REGISTRY_DAMAGED",
      `${path} was not written by this version of clv. Put it back from a backup, or remove it to begin again with the next run.`,
    );
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

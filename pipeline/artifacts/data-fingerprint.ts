import { fingerprint, fingerprintFile } from "../files/fingerprint.js";
import { artifactPath } from "./artifact-files.js";

/** The data that models of a run are fitted to: its histories and what was spent, by content. */
export async function dataFingerprint(runDir: string): Promise<string> {
  const files = await Promise.all(
    (["histories", "spend_histories"] as const).map((name) => fingerprintFile(artifactPath(runDir, name))),
  );
  return fingerprint(files.map((f) => f.sha256));
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scratch } from "../pipeline/cli/clv-process.js";
import { venvs } from "./python-venv.js";

const root = join(import.meta.dirname, "../..");
const recipes = join(root, "pipeline/schedule");
const folder = await scratch();
let tools: string;

beforeAll(async () => {
  tools = await venvs.tools();
}, 600_000);

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function run(command: string, args: readonly string[], path = process.env.PATH): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = execFile(
      command,
      args,
      { env: { ...process.env, PATH: path }, cwd: root },
      (_, out, err) => {
        done({ code: child.exitCode, said: `${out}${err}` });
      },
    );
    child.on("error", failed);
  });
}

const well = { code: 0, said: expect.any(String) };

describe("Kubernetes", () => {
  test.each(["1.31", "1.37"])("accepts every manifest, strictly, as version %s", async (kubernetes) => {
    for (const file of ["cronjob.yaml", "indexed-job.yaml"]) {
      const args = ["--strict", "-k", kubernetes, join(recipes, "kubernetes", file)];
      expect(await run(join(tools, "kubernetes-validate"), args), file).toEqual(well);
    }
  });

  test("the check sees a misspelt key", async () => {
    const text = await readFile(join(recipes, "kubernetes/cronjob.yaml"), "utf8");
    const file = join(folder, "misspelt.yaml");
    await writeFile(file, text.replace("concurrencyPolicy", "concurencyPolicy"));
    const { code, said } = await run(join(tools, "kubernetes-validate"), ["--strict", file]);
    expect(code).not.toBe(0);
    expect(said).toContain("concurencyPolicy");
  });
});

describe.skipIf(!existsSync("/usr/bin/systemd-analyze"))(
  "systemd (skipped where it is not installed)",
  () => {
    const analyze = "/usr/bin/systemd-analyze";
    const units = join(folder, "units");

    beforeAll(async () => {
      await mkdir(units);
      for (const name of ["clv.service", "clv.timer"]) {
        const text = await readFile(join(recipes, "systemd", name), "utf8");
        // the check wants a program that is there; clv need not be installed
        await writeFile(join(units, name), text.replace(/^ExecStart=\S+/m, "ExecStart=/bin/true"));
      }
    });

    test("accepts the units", async () => {
      const files = ["clv.service", "clv.timer"].map((name) => join(units, name));
      expect(await run(analyze, ["verify", "--man=no", ...files])).toEqual({ code: 0, said: "" });
    });

    test("finds the service well shut in: an exposure of 3 or less, of 10", async () => {
      const args = ["security", "--offline=true", "--threshold=30", "--no-pager", join(units, "clv.service")];
      expect(await run(analyze, args)).toEqual(well);
    });
  },
);

describe("scripts and the image", () => {
  test("shellcheck finds nothing in the scripts", async () => {
    const scripts = ["retry.sh", "build-image.sh", "kubernetes/run-indexed.sh"].map((f) => join(recipes, f));
    expect(await run(join(tools, "shellcheck"), scripts)).toEqual({ code: 0, said: "" });
  });

  test("without an engine for containers the Dockerfile is linted, and that is said", async () => {
    const path = join(folder, "bin");
    await mkdir(path);
    for (const name of ["bash", "sed", "head", "dirname"])
      await symlink(`/usr/bin/${name}`, join(path, name)).catch(() =>
        symlink(`/bin/${name}`, join(path, name)),
      );
    const script = join(recipes, "build-image.sh");
    expect(await run(script, [], [path, tools].join(delimiter))).toEqual({
      code: 0,
      said: "Not built: neither docker, podman nor buildah works here. hadolint found nothing in the Dockerfile.\n",
    });
    expect(await run(script, [], path)).toEqual({
      code: 0,
      said: "Not built and not checked: neither docker, podman nor buildah works here, and hadolint is not installed.\n",
    });
  });
});

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { configSchema } from "../../../pipeline/config/config.js";
import { exitCodes } from "../../../pipeline/errors.js";
import { version } from "../../../pipeline/version.js";
import { clv, scratch } from "../cli/clv-process.js";

const root = join(import.meta.dirname, "../../..");
const recipe = (name: string): Promise<string> => readFile(join(root, "pipeline/schedule", name), "utf8");
const folder = await scratch();
const failures = Object.values(exitCodes).filter((code) => code !== 0);

/** What the README says of each exit code, by scheduler. */
async function said(scheduler: "cron" | "systemd" | "Kubernetes" | "Airflow"): Promise<Map<number, string>> {
  const table = (await recipe("README.md")).split("\n").filter((line) => line.startsWith("|"));
  const cells = (line: string): string[] =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
  const head = cells(table.find((line) => line.startsWith("| code"))!);
  return new Map(
    table.flatMap((line) => {
      const row = cells(line);
      return /^\d+$/.test(row[0]!) ? [[Number(row[0]), row[head.indexOf(scheduler)]!] as const] : [];
    }),
  );
}

/** Codes after which the recipe must not try again. */
const stopping = (says: Map<number, string>): number[] =>
  [...says].flatMap(([code, what]) => (what === "stop" ? [code] : []));

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Record<string, string>;
  readonly spec: { readonly jobTemplate?: { readonly spec: JobSpec } } & JobSpec;
}

interface JobSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly podFailurePolicy: {
    readonly rules: readonly {
      readonly action: string;
      readonly onExitCodes?: { readonly operator: string; readonly values: readonly number[] };
    }[];
  };
  readonly template: { readonly spec: PodSpec };
}

interface PodSpec {
  readonly restartPolicy: string;
  readonly containers: readonly { readonly image: string; readonly args: readonly string[] }[];
}

async function manifests(file: string): Promise<Manifest[]> {
  return parseAllDocuments(await recipe(`kubernetes/${file}`)).map((d) => d.toJS() as Manifest);
}

const jobs = async (file: string): Promise<JobSpec[]> =>
  (await manifests(file)).flatMap(({ kind, spec }) =>
    kind === "CronJob" ? [spec.jobTemplate!.spec] : kind === "Job" ? [spec] : [],
  );

describe("exit codes", () => {
  test.each([
    "cron",
    "systemd",
    "Kubernetes",
    "Airflow",
  ] as const)("the README has each of them, with what %s does", async (scheduler) => {
    const says = await said(scheduler);
    expect([...says.keys()]).toEqual(Object.values(exitCodes));
    expect(says.get(0)).toBe("done");
    for (const code of failures) expect(says.get(code), String(code)).toMatch(/^(stop|retry)$/);
    expect([says.get(exitCodes.engine), says.get(exitCodes.locked)]).toEqual(["retry", "retry"]);
    for (const code of [exitCodes.usage, exitCodes.input, exitCodes.model, exitCodes.gate])
      expect(says.get(code)).toBe("stop");
  });

  test("systemd starts again after the others", async () => {
    const unit = await recipe("systemd/clv.service");
    expect(unit).toMatch(/^Restart=on-failure$/m);
    const prevented = /^RestartPreventExitStatus=(.*)$/m.exec(unit)?.[1]?.split(" ").map(Number);
    expect(prevented).toEqual(stopping(await said("systemd")));
  });

  test.each(["cronjob.yaml", "indexed-job.yaml"])("Kubernetes, %s: fails the job or counts", async (file) => {
    const stop = stopping(await said("Kubernetes"));
    const specs = await jobs(file);
    expect(specs.length).toBeGreaterThan(0);
    for (const { podFailurePolicy, template } of specs) {
      const rules = podFailurePolicy.rules.flatMap((r) => (r.onExitCodes ? [[r.action, r.onExitCodes]] : []));
      expect(rules).toMatchObject([
        ["FailJob", { operator: "In", values: stop }],
        ["Count", { operator: "NotIn", values: [0, ...stop] }],
      ]);
      expect(template.spec.restartPolicy, "the rules hold for pods that are not started again").toBe("Never");
    }
  });

  test("Airflow fails tasks for good", async () => {
    const table = /^STOP = \{\n([\s\S]*?)^\}/m.exec(await recipe("airflow/clv_dag.py"))?.[1] ?? "";
    const codes = [...table.matchAll(/^ {4}(\d+): "/gm)].map((m) => Number(m[1]));
    expect(codes).toEqual(stopping(await said("Airflow")));
  });

  test.each(
    failures,
  )("retry.sh after %i: as the README says of cron, and with that code in the end", async (code) => {
    const log = join(folder, `tries-${code}`);
    const ended = await retry({ CLV_RETRIES: "2" }, "sh", "-c", `echo try >> ${log}; exit ${code}`);
    const tries = (await readFile(log, "utf8")).split("\n").length - 1;
    expect([ended.code, tries]).toEqual([code, (await said("cron")).get(code) === "stop" ? 1 : 3]);
  });

  test("retry.sh ends with 0 once a try succeeds, and without a further try", async () => {
    const log = join(folder, "tries");
    await writeFile(log, "");
    const ended = await retry({}, "sh", "-c", `echo try >> ${log}; [ "$(wc -l < ${log})" -ge 2 ] || exit 6`);
    expect([ended.code, await readFile(log, "utf8")]).toEqual([0, "try\ntry\n"]);
    expect(ended.err).toBe("retry.sh: ended with 6; try 2 of 7 in 0 s\n");
  });
});

function retry(
  env: Record<string, string>,
  ...command: string[]
): Promise<{ code: number | null; err: string }> {
  const script = join(root, "pipeline/schedule/retry.sh");
  return new Promise((done) => {
    const child = execFile(
      script,
      command,
      { env: { ...process.env, CLV_RETRY_SECONDS: "0", ...env } },
      (_error, _out, err) => done({ code: child.exitCode, err }),
    );
  });
}

describe("what the recipes run", () => {
  test("each command line is one that clv knows: it stops at the config that is not there", async () => {
    const lines: string[][] = [];
    for (const file of ["cronjob.yaml", "indexed-job.yaml"])
      for (const { template } of await jobs(file))
        lines.push(template.spec.containers[0]!.args.map((a) => a.replace("$(JOB_COMPLETION_INDEX)", "3")));
    for (const file of ["crontab", "systemd/clv.service"]) {
      const line = /(?:retry\.sh clv|^ExecStart=\S*\/clv) (.*)$/m.exec(await recipe(file))?.[1];
      lines.push(line!.split(" "));
    }
    const dag = await recipe("airflow/clv_dag.py");
    for (const m of dag.matchAll(/arguments=\[+("\w+"[^\]]*)\]/g))
      lines.push([
        ...m[1]!.split(", ").map((word) =>
          word
            .replace(/^f?"|"$/g, "")
            .replace("{i}/{PARTITIONS}", "3/8")
            .replace("str(PARTITIONS)", "8"),
        ),
        "--config",
        "/etc/clv/clv.yaml",
      ]);
    expect(lines).toContainEqual(["score", "--partition", "3/8", "--config", "/etc/clv/clv.yaml"]);
    expect(lines.length).toBeGreaterThanOrEqual(9);
    for (const line of new Map(lines.map((words) => [words.join(" "), words])).values()) {
      const missing = line.map((word) => (word === "/etc/clv/clv.yaml" ? join(folder, "none.yaml") : word));
      const { code, err } = await clv(missing, { cwd: folder });
      expect([code, err], line.join(" ")).toEqual([2, expect.stringMatching(/^CONFIG_INVALID: cannot read/)]);
    }
  });

  test("the config of the Kubernetes recipes is one", async () => {
    const [config] = await manifests("cronjob.yaml");
    const [document] = parseAllDocuments(config?.data?.["clv.yaml"] ?? "");
    expect(configSchema.parse(document?.toJS())).toMatchObject({ runsDir: "/work/runs" });
  });

  test("the parts of the indexed job are as many as it has pods, and as many as the last job puts together", async () => {
    const [, score, publish] = await jobs("indexed-job.yaml");
    const n = score!.completions;
    expect(score!.parallelism).toBe(n);
    expect(score!.template.spec.containers[0]!.args.at(-1)).toBe(`$(JOB_COMPLETION_INDEX)/${n}`);
    const args = publish!.template.spec.containers[0]!.args;
    expect(args[args.indexOf("--partitions") + 1]).toBe(String(n));
  });

  test("images carry the version of the code", async () => {
    for (const file of ["cronjob.yaml", "indexed-job.yaml"])
      for (const { template } of await jobs(file))
        expect(template.spec.containers[0]!.image).toMatch(new RegExp(`/clv:${version}$`));
  });

  test("a line of the crontab has five fields, a user and a command that a shell can read", async () => {
    const lines = (await recipe("crontab")).split("\n").filter((l) => l !== "" && !/^(#|\w+=)/.test(l));
    expect(lines).toHaveLength(1);
    const [, user, command] = /^(?:[\d*,/-]+ +){5}(\w+) +(.+)$/.exec(lines[0]!)!;
    expect(user).toBe("clv");
    expect(command, "cron makes line ends of percent signs").not.toContain("%");
    const child = execFile("bash", ["-n", "-c", command!]);
    expect(await new Promise((done) => child.on("close", done))).toBe(0);
  });
});

describe("the image", () => {
  test("is made of files that are there and that the build may see", async () => {
    const dockerfile = await readFile(join(root, "Dockerfile"), "utf8");
    const seen = (await readFile(join(root, ".dockerignore"), "utf8"))
      .split("\n")
      .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((m) => m[1]!.split(" "));
    expect(copied).toContain("pipeline");
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(seen, path).toContain(path.split("/")[0]);
    }
  });

  test("runs as a user of its own, by number, and its check of health needs no network", async () => {
    const dockerfile = await readFile(join(root, "Dockerfile"), "utf8");
    expect(/^USER (.*)$/m.exec(dockerfile)?.[1]).toBe("10001:10001");
    const command = JSON.parse(/HEALTHCHECK.* CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]") as string[];
    expect(command[0]).toBe("clv");
    const { code, err } = await clv(command.slice(1), { cwd: folder });
    expect([code, err]).toEqual([0, ""]);
  });
});

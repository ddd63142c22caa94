import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import yargs, { type CommandModule } from "yargs";
import { audienceCommand } from "../pipeline/commands/audience.js";
import { promoteCommand, rollbackCommand } from "../pipeline/commands/champion.js";
import { explainCommand } from "../pipeline/commands/explain.js";
import { forgetCommand } from "../pipeline/commands/forget.js";
import { initCommand } from "../pipeline/commands/init.js";
import { martCommand } from "../pipeline/commands/mart.js";
import { modelsCommand } from "../pipeline/commands/models.js";
import { prospectsCommand } from "../pipeline/commands/prospects.js";
import { runCommand, stageCommand } from "../pipeline/commands/run.js";
import { schemaCommand } from "../pipeline/commands/schema.js";
import { simulateCommand } from "../pipeline/commands/simulate.js";
import { statusCommand } from "../pipeline/commands/status.js";
import { exitCodes } from "../pipeline/errors.js";
import { marts } from "../pipeline/marts/marts.js";
import { stageNames } from "../pipeline/stage.js";
import { generated, generatedFiles } from "./docs/generated.js";
import { withGenerated } from "./docs/markdown.js";
import { anchorsOf, commandsOf, linksOf, pathsOf } from "./docs/markdown-page.js";
import { floors } from "./floors.js";
import { recordingIo } from "./pipeline/cli/run-here.js";

const root = resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const manifest = JSON.parse(read("package.json"));

/** Every page but the changelog, which speaks of what was. */
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md"),
  ...["data", "models", "pipeline", "test"].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(top, name).replaceAll("\\", "/")),
  ),
];

/** A link within the project as the file, from the root, and the anchor it leads to. */
function targetOf(page: string, link: string): { file: string; anchor: string | undefined } {
  const [path, anchor] = link.split("#");
  const file = path === "" ? page : relative(root, resolve(root, dirname(page), path!)).replaceAll("\\", "/");
  return { file, anchor };
}

const inside = (page: string): string[] => linksOf(read(page)).filter((link) => !/^[a-z]+:/.test(link));

test("the front page is one page", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});

test("every link within the project leads somewhere", () => {
  expect(pages.length).toBeGreaterThan(15);
  const broken = pages.flatMap((page) =>
    inside(page)
      .filter((link) => {
        const { file, anchor } = targetOf(page, link);
        return (
          !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor))
        );
      })
      .map((link) => `${page} links to ${link}`),
  );
  expect(broken).toEqual([]);
});

test("every README.md can be reached from the front page", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached)
    for (const link of inside(page)) {
      const { file } = targetOf(page, link);
      if (file.endsWith(".md") && existsSync(join(root, file))) reached.add(file);
    }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test("every path that a page names is there", () => {
  const absent = pages.flatMap((page) =>
    pathsOf(read(page))
      .filter((path) => ![root, join(root, dirname(page))].some((from) => existsSync(join(from, path))))
      .map((path) => `${page} names ${path}`),
  );
  expect(absent).toEqual([]);
});

test("the package holds every page that a page of it links to", () => {
  const holds = (file: string): boolean =>
    file === "README.md" ||
    manifest.files.some((entry: string) =>
      new RegExp(`^${entry.replaceAll(".", "\\.").replaceAll("**/", "(.*/)?")}(/|$)`).test(file),
    );
  const missing = pages
    .filter(holds)
    .flatMap((page) => inside(page).map((link) => targetOf(page, link).file))
    .filter((file) => !holds(file) && !pages.some((page) => page.startsWith(`${file}/`) && holds(page)));
  expect(missing).toEqual([]);
});

const io = recordingIo(root).io;
const commands = [
  runCommand(io),
  initCommand(io),
  ...stageNames.map((name) => stageCommand(name, io)),
  explainCommand(io),
  prospectsCommand(io),
  audienceCommand(io),
  ...marts.map((mart) => martCommand(mart, io)),
  statusCommand(io),
  forgetCommand(io),
  promoteCommand(io),
  rollbackCommand(io),
  simulateCommand(io),
  modelsCommand(io),
  schemaCommand(io),
  // biome-ignore lint/suspicious/noExplicitAny: yargs keeps the arguments of each command to itself
] as readonly CommandModule<object, any>[];

/** Why clv does not take these words; null where it does. Nothing is run. */
async function refusal(words: readonly string[]): Promise<string | null> {
  let parser = yargs()
    .parserConfiguration({ "camel-case-expansion": false, "populate--": true })
    .exitProcess(false);
  for (const command of commands) parser = parser.command({ ...command, handler: () => undefined });
  let said: string | null = null;
  await parser
    .demandCommand(1)
    .strict()
    .parseAsync([...words], {}, (error) => {
      said = error?.message ?? null;
    });
  return said;
}

/** Why npm does not take these words; null where it does. */
function npmRefusal([command, script]: readonly string[]): string | null {
  if (command === "run") return manifest.scripts[script!] === undefined ? `no script ${script}` : null;
  if (command === "start" || command === "test")
    return manifest.scripts[command] === undefined ? `no script ${command}` : null;
  return ["ci", "cit", "pack", "install"].includes(command!) ? null : `npm ${command}`;
}

test("every command that a page shows is one, with flags that it has", async () => {
  const shown = pages.flatMap((page) => commandsOf(read(page)).map((words) => ({ page, words })));
  expect(shown.length).toBeGreaterThan(20);
  const wrong: string[] = [];
  for (const { page, words } of shown) {
    const [program, ...rest] = words;
    const why = program === "npm" ? npmRefusal(rest) : await refusal(rest);
    if (why !== null) wrong.push(`${page}: ${words.join(" ")}: ${why}`);
  }
  expect(wrong).toEqual([]);
  expect(await refusal(["run", "--confg", "clv.yaml"])).toMatch(/confg/);
});

test("the two commands of the front page are those of package.json", () => {
  expect(commandsOf(read("README.md")).slice(0, 2)).toEqual([
    ["npm", "ci"],
    ["npm", "start"],
  ]);
  const config = /--config (\S+)/.exec(manifest.scripts.start)![1]!;
  expect([config, "package-lock.json"].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const packed = [...read("README.md").matchAll(/clv-([\d.]+)\.tgz/g)].map((m) => m[1]);
  expect([...new Set(packed)]).toEqual([manifest.version]);
});

test("the front page has every exit code", () => {
  const rows = [...read("README.md").matchAll(/^\| (\d+) \|/gm)].map((m) => Number(m[1]));
  expect(rows).toEqual(Object.values(exitCodes));
});

test("the map of CONTRIBUTING.md has every folder, floor by floor", () => {
  const map = /## The map\n([\s\S]*?)\nIn `models`/.exec(read("CONTRIBUTING.md"))![1]!;
  const groups = map
    .split("| | |")
    .map((group) =>
      [...group.matchAll(/^\| (`[^|]*) \|/gm)].flatMap((row) =>
        [...row[1]!.matchAll(/`(?:pipeline\/)?([\w.-]+)(?:\/schemas)?`/g)].map((name) => name[1]!).sort(),
      ),
    );
  expect(groups.map((group) => group.sort())).toEqual(floors.map((floor) => [...floor].sort()));
});

test.each(generated)("$file has the current $name; `npm run docs` writes them", ({ file, name, text }) => {
  expect(read(file)).toBe(withGenerated(read(file), name, text()));
});

test.each(generatedFiles)("$file is current; `npm run docs` writes it", ({ file, text }) => {
  expect(read(file)).toBe(text());
});

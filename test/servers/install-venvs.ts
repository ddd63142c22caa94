/** `node dist/test/servers/install-venvs.js`: makes the environments that the suites would make when they need them. */
import { venvs } from "./python-venv.js";

for (const make of Object.values(venvs)) process.stdout.write(`${await make()}\n`);

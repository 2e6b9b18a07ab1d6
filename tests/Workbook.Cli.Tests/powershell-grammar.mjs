// Prints "file:line:column: text" for each place that PowerShell's grammar doesn't know; run by ScriptTests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packages = createRequire(join(process.cwd(), 'package.json'));
const folder = dirname(packages.resolve('@vscode/tree-sitter-wasm'));
const { Parser, Language } = packages('@vscode/tree-sitter-wasm');
await Parser.init({ locateFile: name => join(folder, name) });
const parser = new Parser();
parser.setLanguage(await Language.load(readFileSync(join(folder, 'tree-sitter-powershell.wasm'))));
for (const file of process.argv.slice(2)) report(file, parser.parse(readFileSync(file, 'utf8')).rootNode);

function report(file, node) {
  if (node.isError || node.isMissing)
    console.log(`${file}:${node.startPosition.row + 1}:${node.startPosition.column + 1}: ${node.isMissing ? `missing ${node.type}` : node.text.split('\n')[0]}`);
  else if (node.hasError)
    for (const child of node.children) report(file, child);
}

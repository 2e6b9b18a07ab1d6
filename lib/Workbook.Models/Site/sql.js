const sqlWords = new Set(("select from where group by order having qualify limit offset with recursive as on using join left right full inner outer cross asof semi anti " +
  "lateral positional natural union all except intersect distinct case when then else end and or not in is null like ilike between exists over partition rows range " +
  "preceding following unbounded current row window filter values insert into update set delete create replace table view temp temporary merge matched returning " +
  "pivot unpivot exclude cast try_cast asc desc nulls first last true false interval any some if name materialized").split(" "));

const sqlTokens = new RegExp([
  /(\{#[\s\S]*?#\}|--[^\n]*|\/\*[\s\S]*?\*\/)/, /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/, /('(?:[^']|'')*')/, /("(?:[^"]|"")*")/, /(\b\d+(?:\.\d+)?\b)/, /([A-Za-z_]\w*)/,
].map(part => part.source).join("|"), "g");

/** Pairs of a class and its text; text without a class has none. */
function sqlParts(code) {
  const parts = [];
  let end = 0;
  for (const match of code.matchAll(sqlTokens)) {
    const [text, comment, jinja, string, , number, word] = match;
    const type = comment ? "c" : jinja ? "j" : string ? "s" : number ? "n"
      : word && sqlWords.has(word.toLowerCase()) ? "k" : word && /^\s*\(/.test(code.slice(match.index + text.length, match.index + text.length + 8)) ? "f" : "";
    if (!type) continue;
    if (match.index > end) parts.push(["", code.slice(end, match.index)]);
    parts.push([type, text]);
    end = match.index + text.length;
  }
  parts.push(["", code.slice(end)]);
  return parts;
}

/** In Jinja, the name within ref('…') leads to its node. */
function withRefs(text) {
  const match = /ref\(\s*(?:['"][\w]+['"]\s*,\s*)?['"](\w+)['"]/.exec(text);
  const target = match && [...nodes.values()].find(node => node.name === match[1] && ["model", "seed", "snapshot"].includes(node.kind));
  if (!target) return [text];
  const start = match.index + match[0].lastIndexOf(match[1]);
  return [text.slice(0, start), h("a", { href: nodeLink(target) }, match[1]), text.slice(start + match[1].length)];
}

function sqlBlock(code) {
  const rows = [h("span", { class: "row" })];
  for (const [type, text] of sqlParts(code.replace(/\r/g, "").replace(/\s+$/, "")))
    text.split("\n").forEach((line, at) => {
      if (at) rows.push(h("span", { class: "row" }));
      if (line) rows.at(-1).append(...(type ? [h("span", { class: type }, type === "j" ? withRefs(line) : line)] : [line]));
    });
  return h("pre", { class: "sql", tabindex: 0, "aria-label": "SQL" }, h("code", {}, rows));
}

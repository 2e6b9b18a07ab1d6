// All that can be found, in lower case once, so that a key press only scans.
const searchable = [...nodes.values()].flatMap(node => [
  { node, name: node.name, weight: isTest(node) ? 30 : node.kind === "macro" ? 15 : 0, href: nodeLink(node), what: node.label ?? "", more: [
    ["", node.text], ["tag ", node.tags.join(" ")], ["in SQL: ", node.raw], ["in SQL: ", node.compiled],
  ] },
  ...node.columns.map(column => ({ node, name: column.name, weight: 8, column: true, href: nodeLink(node), what: `column of ${node.name}`, more: [["", column.text]] })),
]).map(entry => ({ ...entry, low: entry.name.toLowerCase(), full: `${entry.column ? `${entry.node.name.toLowerCase()}.` : ""}${entry.name.toLowerCase()}`,
  more: entry.more.filter(([, text]) => text).map(([label, text]) => ({ label, text, low: text.toLowerCase() })) }));

/** Smaller is better; null if a word is missing. */
function score(entry, words) {
  let total = entry.weight, where = null;
  for (const word of words) {
    const at = entry.low.indexOf(word);
    if (entry.low === word) total += 0;
    else if (at === 0) total += 2;
    else if (at > 0) total += entry.low[at - 1] === "_" || entry.low[at - 1] === "." ? 4 : 7;
    else if (entry.full.includes(word)) total += 9;
    else {
      const found = entry.more.findIndex(text => text.low.includes(word));
      if (found < 0) return null;
      total += 40 + 10 * found;
      where = { text: entry.more[found], word };
    }
  }
  return { total: total + entry.name.length / 100, where };
}

function find(query, limit = 40) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return searchable.map(entry => ({ entry, ...score(entry, words) })).filter(found => found.total !== undefined)
    .sort((one, other) => one.total - other.total).slice(0, limit).map(found => ({ ...found, words }));
}

function marked(text, words) {
  const low = text.toLowerCase();
  const parts = [];
  let at = 0;
  while (at < text.length) {
    const next = words.map(word => [low.indexOf(word, at), word.length]).filter(([place]) => place >= 0).sort((one, other) => one[0] - other[0] || other[1] - one[1])[0];
    if (!next) break;
    parts.push(text.slice(at, next[0]), h("mark", {}, text.slice(next[0], next[0] + next[1])));
    at = next[0] + next[1];
  }
  return [...parts, text.slice(at)];
}

function snippet({ text, word }, words) {
  const at = text.low.indexOf(word);
  const from = Math.max(0, at - 30);
  return [text.label, from ? "…" : "", marked(text.text.slice(from, at + 90).replace(/\s+/g, " "), words)];
}

function hit({ entry, where, words }, at) {
  return h("a", { class: `hit ${groupClass(entry.node)}`, role: "option", id: `hit-${at}`, href: entry.href, "aria-selected": "false", tabindex: -1 },
    h("b", {}, marked(entry.name, words)),
    h("span", { class: `chip kind ${groupClass(entry.node)}` }, entry.column ? "column" : entry.node.kind.replace("_", " ")),
    h("small", {}, where ? snippet(where, words) : entry.what || entry.node.text || entry.node.relation || entry.node.path));
}

function setUpSearch() {
  const [input, list] = [byId("search"), byId("found")];
  let hits = [], chosen = 0;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = at => {
    hits[chosen]?.setAttribute("aria-selected", "false");
    chosen = (at + hits.length) % hits.length;
    hits[chosen].setAttribute("aria-selected", "true");
    hits[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", hits[chosen].id);
  };
  const update = () => {
    if (!input.value.trim()) return close();
    hits = find(input.value).map(hit);
    list.replaceChildren(...(hits.length ? hits : [h("div", { class: "none" }, "Nothing has that in its name, description, tags or SQL.")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (hits.length) choose(0);
  };
  input.addEventListener("input", update);
  input.addEventListener("focus", update);
  input.addEventListener("keydown", event => {
    if (event.key === "Escape") { input.value = ""; close(); input.blur(); }
    else if (list.hidden || !hits.length) return;
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") { location.hash = hits[chosen].getAttribute("href"); close(); input.blur(); }
    else return;
    event.preventDefault();
  });
  // The field keeps the focus, or else the list would close before the click arrives.
  list.addEventListener("mousedown", event => event.preventDefault());
  list.addEventListener("click", () => { close(); input.value = ""; });
  document.addEventListener("pointerdown", event => { if (!event.target.closest(".search")) close(); });
  input.addEventListener("blur", event => { if (!list.contains(event.relatedTarget)) close(); });
  addEventListener("hashchange", close);
  document.addEventListener("keydown", event => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing || event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); input.focus(); input.select(); }
  });
}

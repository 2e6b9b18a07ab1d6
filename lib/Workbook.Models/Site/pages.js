const pill = node => node.result
  ? h("span", { class: `chip status ${verdict(node)}`, title: node.result.message ?? "" }, node.result.failures ? `${node.result.status} ${whole.format(node.result.failures)}` : node.result.status)
  : null;
const kindChip = node => h("span", { class: `chip kind ${groupClass(node)}` }, node.kind.replace("_", " "));
const nodeRef = node => h("li", { class: groupClass(node) }, h("i", { class: "dot" }), h("a", { href: nodeLink(node) }, pageTitle(node)), isTest(node) || verdict(node) === "bad" ? pill(node) : null);
const known = ids => ids.map(id => nodes.get(id)).filter(Boolean);

function heading(text, ...right) {
  return h("div", { class: "heading" }, h("h2", {}, text), right.length ? h("span", { class: "right" }, right) : null);
}

function testChip(test) {
  const name = test.rule || test.name;
  return h("a", { class: `chip status ${verdict(test)}`, href: nodeLink(test), title: `${test.name}${test.result ? `: ${test.result.status}` : ""}` }, name);
}

function copyButton(text) {
  const button = h("button", { class: "small", onclick: async () => {
    try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "Not allowed"; }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  } }, "Copy");
  return button;
}

function columnsTable(node) {
  const traced = column => edgesInto.has(columnKey(node.id, column.name)) || edgesOutOf.has(columnKey(node.id, column.name));
  return h("div", { class: "scroll" }, h("table", { class: "list columns" },
    h("thead", {}, h("tr", {}, ["Column", "Type", "Description", "Tests", "Lineage"].map(name => h("th", { scope: "col" }, name)))),
    h("tbody", {}, node.columns.map(column => h("tr", { "data-column": column.name },
      h("td", { class: "name" }, column.name),
      h("td", { class: "type" }, column.type),
      h("td", {}, column.description ? prose(column.description, "") : null, (column.tags ?? []).map(tag => h("span", { class: "chip" }, tag)), metaChips(column.meta)),
      h("td", {}, known(column.tests ?? []).map(testChip)),
      h("td", {}, traced(column) ? h("a", { class: "small", href: columnLink(node.id, column.name), "aria-label": `Lineage of ${column.name}` }, "Lineage") : null))))));
}

function metaChips(meta) {
  return Object.entries(meta ?? {}).map(([name, value]) => h("span", { class: "chip" }, `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`));
}

function codeSection(node) {
  const choices = [["Source", node.raw], ["Compiled", node.compiled]].filter(([, code]) => code);
  if (!choices.length) return [];
  const place = h("div", {});
  const show = chosen => {
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === chosen)));
    place.replaceChildren(sqlBlock(choices[chosen][1]));
    copy.replaceChildren(copyButton(choices[chosen][1]));
  };
  const copy = h("span", {});
  const buttons = choices.map(([name], at) => h("button", { class: "small", onclick: () => show(at) }, name));
  show(0);
  return [heading("SQL", buttons, copy), place];
}

function facts(node) {
  const list = [
    ["Materialized", node.materialized], ...node.facts,
    ["Last run", node.result ? moment(node.result.at) || node.result.status : ""], ["Took", duration(node.result?.seconds)],
    ["Contract", node.contract ? "enforced" : ""], ["File", node.path], ["Package", node.package !== project.project.name ? node.package : ""],
  ].filter(([, value]) => value);
  return list.length ? h("dl", { class: "facts" }, list.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, fact(value))))) : null;
}

const fact = value => /^https?:\/\//.test(value) ? h("a", { href: value, rel: "noopener noreferrer" }, value) : value;

function nodePage(id) {
  const node = nodes.get(id);
  if (!node) return { title: "Not here", parts: [h("h1", {}, "Not here"), h("p", {}, `There is no '${id}' in this project. It may have been renamed: search for it above.`)] };
  const tests = known(node.tests), children = known(node.children).filter(child => !isTest(child));
  const parents = known(node.parents).filter(parent => parent.kind !== "macro"), macros = known(node.parents).filter(parent => parent.kind === "macro");
  const near = inGraph(node) && (parents.length || children.length) ? around(id, 1, 1) : null;
  const frame = near && drawGraph(near, { focus: id, height: 420 });
  const problem = node.result?.message && ["bad", "warn"].includes(verdict(node));
  return { title: node.name, parts: [
    h("div", { class: "crumbs" }, [kinds[node.kind], ...node.folders].join(" / ")),
    h("div", { class: "title" }, h("h1", {}, pageTitle(node)), kindChip(node), pill(node), node.tags.map(tag => h("span", { class: "chip" }, tag))),
    node.relation ? h("div", { class: "relation" }, node.relation, copyButton(node.relation)) : null,
    facts(node),
    problem ? h("div", { class: `notice ${verdict(node)}`, role: "note" }, node.result.message) : null,
    node.description ? prose(node.description, "prose lead") : inGraph(node) && !isTest(node) ? h("p", { class: "quiet" }, "No description yet.") : null,
    node.meta ? h("p", { class: "chips" }, metaChips(node.meta)) : null,
    frame ? [heading("Lineage", h("a", { class: "small", href: `#/graph?focus=${encodeURIComponent(id)}` }, "Open the graph"), zoomButtons(frame)), frame.element] : null,
    node.columns.length ? [heading(`Columns (${node.columns.length})`), columnsTable(node)] : null,
    tests.length ? [heading(isTest(node) ? "Tests" : "Tests of the whole"), h("ul", { class: "refs" }, tests.map(nodeRef))] : null,
    codeSection(node),
    h("div", { class: "two" },
      parents.length ? h("section", {}, h("h2", {}, isTest(node) ? "Tests" : "Depends on"), h("ul", { class: "refs" }, parents.map(nodeRef))) : null,
      children.length ? h("section", {}, h("h2", {}, node.kind === "macro" ? "Used by" : "Referenced by"), h("ul", { class: "refs" }, children.map(nodeRef))) : null,
      macros.length ? h("section", {}, h("h2", {}, "Macros"), h("ul", { class: "refs" }, macros.map(nodeRef))) : null),
  ] };
}

function tile(value, label, href, className = "") {
  return h(href ? "a" : "div", { class: `tile ${className}`, href }, h("b", {}, typeof value === "number" ? whole.format(value) : value), h("span", {}, label));
}

function share(part, all) { return all ? Math.round(100 * part / all) : 100; }

function overviewPage() {
  const built = [...nodes.values()].filter(node => ["model", "snapshot", "seed"].includes(node.kind));
  const tests = [...nodes.values()].filter(isTest);
  const columns = built.flatMap(node => node.columns);
  const failing = [...nodes.values()].filter(node => verdict(node) === "bad" || verdict(node) === "warn").sort((one, other) => (verdict(one) > verdict(other) ? 1 : -1) || byName(one, other));
  const slow = built.filter(node => node.result?.seconds).sort((one, other) => other.result.seconds - one.result.seconds).slice(0, 8);
  const counts = Object.keys(kinds).filter(kind => kind !== "macro" && !isTest({ kind })).map(kind => [ofKind(kind), kind]).filter(([list]) => list.length);
  const drawn = [...nodes.values()].filter(node => inGraph(node) && !isTest(node));
  const frame = drawn.length > 1 && drawn.length <= 80 ? drawGraph(new Set(drawn.map(node => node.id)), { height: 560 }) : null;
  const of = state => tests.filter(test => verdict(test) === state).length;
  const coverage = [
    ["Models with a description", share(built.filter(node => node.description).length, built.length)],
    ["Columns with a description", share(columns.filter(column => column.description).length, columns.length)],
    ["Models with a test", share(built.filter(node => node.tests.length || node.columns.some(column => column.tests?.length)).length, built.length)],
  ];
  return { title: project.project.name, parts: [
    h("div", { class: "crumbs" }, project.run
      ? `${project.run.command ? `dbt ${project.run.command}, ` : ""}${moment(project.run.at)}, ${duration(project.run.seconds)}`
      : `Made ${moment(project.project.generated)}`),
    h("h1", {}, project.project.name),
    h("div", { class: "tiles" },
      counts.map(([list, kind]) => tile(list.length, kinds[kind].toLowerCase(), `#/list/${kind}`))),
    h("div", { class: "tiles" },
      tests.some(test => test.result)
        ? [tile(of("ok"), "tests passed", "#/list/test", "ok"), of("warn") ? tile(of("warn"), "tests warned", "#/list/test", "warn") : null, of("bad") ? tile(of("bad"), "tests failed", "#/list/test", "bad") : null,
          of("idle") ? tile(of("idle"), "tests skipped", "#/list/test") : null]
        : tests.length ? tile(tests.length, "tests") : null),
    failing.length ? [heading("Needs attention"), h("div", { class: "scroll" }, h("table", { class: "list" }, h("tbody", {}, failing.slice(0, 8).map(node =>
      h("tr", {}, h("td", {}, pill(node)), h("td", {}, h("a", { class: "mono", href: nodeLink(node) }, node.name)), h("td", { class: "quiet message" }, node.result.message ?? "")))))),
      failing.length > 8 ? h("p", {}, h("a", { href: "#/list/test" }, `All ${failing.length}`)) : null] : null,
    project.project.overview ? prose(project.project.overview, "prose lead") : null,
    frame ? [heading("Lineage", h("a", { class: "small", href: "#/graph" }, "Open the graph"), zoomButtons(frame)), frame.element, legend(drawn)] : null,
    h("div", { class: "two" },
      h("section", {}, h("h2", {}, "Coverage"), h("table", { class: "bars" }, h("tbody", {}, coverage.map(([label, value]) => bar(label, value, `${value} %`))))),
      slow.length ? h("section", {}, h("h2", {}, "Longest to build"), h("table", { class: "bars" }, h("tbody", {}, slow.map(node =>
        bar(h("a", { class: "mono", href: nodeLink(node) }, node.name), 100 * node.result.seconds / slow[0].result.seconds, duration(node.result.seconds), groupClass(node)))))) : null),
    h("p", { class: "quiet" }, `Made ${moment(project.project.generated)}${project.project.adapter ? ` for ${project.project.adapter}` : ""}.`),
  ] };
}

function listPage(kind) {
  // What failed comes first.
  const order = ["bad", "warn", "idle", "ok", ""];
  const list = ofKind(kind).sort((one, other) => order.indexOf(verdict(one)) - order.indexOf(verdict(other)));
  const columns = [
    ["Name", node => h("a", { class: "mono", href: nodeLink(node) }, pageTitle(node))],
    ["Description", node => node.text?.split("\n")[0] ?? ""],
    ["Layer", node => node.folders.join(" / ")],
    ["Kind", node => node.materialized || node.rule || ""],
    ["Rows", node => node.facts.find(([label]) => label === "Rows")?.[1] ?? "", "number"],
    ["Took", node => duration(node.result?.seconds), "number"],
    ["Last run", node => pill(node)],
  ].filter(([, cell]) => list.some(node => cell(node)));
  return { title: kinds[kind] ?? "Not here", parts: [
    h("h1", {}, `${kinds[kind] ?? "Not here"} (${list.length})`),
    h("p", {}),
    h("div", { class: "scroll" }, h("table", { class: "list" },
      h("thead", {}, h("tr", {}, columns.map(([name, , type]) => h("th", { scope: "col", class: type }, name)))),
      h("tbody", {}, list.map(node => h("tr", {}, columns.map(([, cell, type]) => h("td", { class: type }, cell(node)))))))),
  ] };
}

function bar(label, percent, text, group = "") {
  const fillBar = h("i", {});
  fillBar.style.width = `${percent}%`;
  return h("tr", { class: group }, h("td", {}, label), h("td", {}, h("div", { class: "meter" }, fillBar)), h("td", {}, text));
}

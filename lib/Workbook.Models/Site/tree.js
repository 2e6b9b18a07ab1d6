function folderTree(list) {
  const root = { folders: new Map(), nodes: [] };
  for (const node of list) {
    let at = root;
    for (const folder of node.folders) {
      if (!at.folders.has(folder)) at.folders.set(folder, { folders: new Map(), nodes: [] });
      at = at.folders.get(folder);
    }
    at.nodes.push(node);
  }
  return root;
}

const all = folder => [...folder.nodes, ...[...folder.folders.values()].flatMap(all)];
const counted = folder => all(folder).length;
const treeLinks = new Map();

function treeEntry(node) {
  const state = verdict(node);
  const link = h("a", { href: nodeLink(node), class: groupClass(node), title: node.name }, h("i", { class: `dot ${state === "ok" ? "" : state}` }),
    h("span", {}, node.kind === "source" ? node.name.slice(node.name.indexOf(".") + 1) : pageTitle(node)));
  treeLinks.set(node.id, link);
  return link;
}

function folderEntries(folder, open) {
  return [
    ...[...folder.folders].sort(([, one], [, other]) => meanDepth(all(one)) - meanDepth(all(other))).map(([name, inner]) => h("details", { open }, h("summary", {}, h("span", {}, name), h("span", { class: "count" }, counted(inner))), folderEntries(inner, open))),
    ...folder.nodes.map(treeEntry),
  ];
}

function drawTree() {
  for (const [kind, title] of Object.entries(kinds)) {
    const list = ofKind(kind);
    if (!list.length) continue;
    // Tests and macros are many and are mostly come to from elsewhere.
    if (isTest({ kind }) || kind === "macro")
      byId("tree").append(h("div", { class: "group" }, h("a", { href: `#/list/${kind}` }, title)), h("details", {}, h("summary", {}, h("span", {}, `All ${title.toLowerCase()}`), h("span", { class: "count" }, list.length)), folderEntries(folderTree(list), false)));
    else
      byId("tree").append(h("div", { class: "group" }, h("a", { href: `#/list/${kind}` }, title)), ...folderEntries(folderTree(list), true));
  }
}

function markInTree(id) {
  for (const [other, link] of treeLinks)
    if (other === id) {
      link.setAttribute("aria-current", "page");
      for (let at = link.parentElement; at && at.id !== "tree"; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
      link.scrollIntoView({ block: "nearest" });
    } else link.removeAttribute("aria-current");
}

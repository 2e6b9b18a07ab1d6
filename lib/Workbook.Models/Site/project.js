const project = JSON.parse(byId("data").textContent);
const nodes = new Map(project.nodes.map(node => [node.id, {
  folders: [], columns: [], parents: [], children: [], tests: [], tags: [], facts: [], ...node,
}]));

const kinds = {
  source: "Sources", seed: "Seeds", model: "Models", snapshot: "Snapshots", exposure: "Exposures",
  analysis: "Analyses", test: "Tests", unit_test: "Unit tests", macro: "Macros",
};
const isTest = node => node.kind === "test" || node.kind === "unit_test";
const inGraph = node => node.kind !== "macro";
const byName = (one, other) => one.name.localeCompare(other.name, "en", { numeric: true });
const ofKind = kind => [...nodes.values()].filter(node => node.kind === kind).sort(byName);

// How many steps a node is from where its data begins; layers are listed in that order.
const depths = new Map();
function depth(node) {
  if (!depths.has(node.id)) {
    depths.set(node.id, 0);
    depths.set(node.id, Math.max(-1, ...node.parents.map(id => nodes.get(id)).filter(parent => parent && parent.kind !== "macro").map(depth)) + 1);
  }
  return depths.get(node.id);
}
const meanDepth = list => list.reduce((sum, node) => sum + depth(node), 0) / Math.max(1, list.length);

// A colour for each layer: the first folder of models, the kind of all else.
const groups = new Map();
const groupName = node => node.kind === "model" && node.folders.length ? node.folders[0] : kinds[node.kind].toLowerCase();
for (const kind of Object.keys(kinds)) {
  if (isTest({ kind }) || kind === "macro") continue;
  const layers = [...grouped(ofKind(kind), groupName)].sort(([, one], [, other]) => meanDepth(one) - meanDepth(other));
  for (const [name] of layers) groups.set(name, Math.min(groups.size, 6));
}
const groupClass = node => `g${groups.get(groupName(node)) ?? 7}`;

const verdicts = {
  success: "ok", pass: "ok", "no-op": "ok", reused: "ok", warn: "warn", "partial success": "warn", skipped: "idle",
  error: "bad", fail: "bad", "runtime error": "bad",
};
const verdict = node => node.result ? verdicts[node.result.status] ?? "warn" : "";

const nodeLink = node => `#/node/${encodeURIComponent(node.id)}`;
const columnLink = (id, column) => `#/column/${encodeURIComponent(id)}/${encodeURIComponent(column)}`;
const pageTitle = node => node.label || node.name;

const whole = new Intl.NumberFormat("en");
function duration(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 90 ? `${seconds.toFixed(seconds < 10 ? 2 : 1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
const moment = at => !at ? "" : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

const columnEdges = (project.columnEdges ?? []).map(([from, fromColumn, to, toColumn, use]) => ({ from: project.nodes[from].id, fromColumn, to: project.nodes[to].id, toColumn, use }));
const columnKey = (id, column) => `${id}\n${column}`;
const edgesInto = grouped(columnEdges, edge => columnKey(edge.to, edge.toColumn));
const edgesOutOf = grouped(columnEdges, edge => columnKey(edge.from, edge.fromColumn));

function grouped(items, keyOf) {
  const map = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (map.has(key)) map.get(key).push(item); else map.set(key, [item]);
  }
  return map;
}

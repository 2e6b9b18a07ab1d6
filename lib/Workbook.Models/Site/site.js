function page() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [, kind, ...rest] = path.split("/").map(decodeURIComponent);
  const parameters = new URLSearchParams(query);
  if (kind === "node") return { ...nodePage(rest[0]), id: rest[0] };
  if (kind === "list") return { ...listPage(rest[0]), id: null };
  if (kind === "graph") return { ...graphPage(parameters), id: null };
  if (kind === "column") return { ...columnPage(rest[0], rest[1], parameters), id: rest[0] };
  return { ...overviewPage(), id: null };
}

let shownPath = null;

function show() {
  const { title, parts, wide, id } = page();
  const main = byId("main");
  main.className = wide ? "wide" : "";
  main.replaceChildren();
  fill(main, {}, parts);
  document.title = title === project.project.name ? title : `${title} · ${project.project.name}`;
  markInTree(id);
  openTree(false);
  const path = location.hash.split("?")[0];
  // A change of the graph's settings leaves the reader where he is.
  if (shownPath !== null && path !== shownPath) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
  shownPath = path;
}

function openTree(open) {
  byId("tree").classList.toggle("open", open);
  byId("menu").setAttribute("aria-expanded", String(open));
}

/** Storage may be refused to pages that are opened from a file. */
function remembered(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch { return null; }
}

function setTheme(theme) { if (theme) document.documentElement.dataset.theme = theme; }

setTheme(new URLSearchParams(location.search).get("theme") ?? remembered("theme"));
byId("theme").addEventListener("click", () => {
  const dark = (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  setTheme(dark ? "light" : "dark");
  remembered("theme", dark ? "light" : "dark");
});
byId("menu").addEventListener("click", () => openTree(!byId("tree").classList.contains("open")));
document.querySelector(".skip").addEventListener("click", event => { event.preventDefault(); byId("main").focus(); });
drawTree();
setUpSearch();
addEventListener("hashchange", show);
show();

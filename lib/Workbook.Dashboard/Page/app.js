// The page as a whole: tabs, slicers, tiles, and the dialogs that explain them.
function tab(page) {
  const isShown = page.id === state.page;
  return element("button", { type: "button", role: "tab", id: `tab-${page.id}`, "aria-selected": `${isShown}`, "aria-controls": "main", tabindex: isShown ? 0 : -1, onclick: () => go({ page: page.id, open: null }) }, page.title);
}

function showTabs() {
  const tabs = document.getElementById("tabs");
  tabs.replaceChildren(...pagesShown().map(tab));
  tabs.onkeydown = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], pages = pagesShown();
    if (!step) return;
    const next = pages[(pages.findIndex(page => page.id === state.page) + step + pages.length) % pages.length];
    go({ page: next.id, open: null });
    requestAnimationFrame(() => setTimeout(() => document.getElementById(`tab-${next.id}`).focus(), 30));
  };
}

function choice(name, label, options, chosen, changed) {
  return element("label", {}, label, element("select", { "data-slicer": name, class: chosen === "" || name === "period" || name === "persona" ? null : "set", onchange: event => changed(event.target.value) },
    options.map(([value, text]) => element("option", { value, selected: value === chosen }, text))));
}

function showSlicers() {
  const all = list => [["", "All"], ...list.map(value => [value, value])];
  // A slicer with nothing to choose from isn't there.
  const any = (list, least, slicer) => list.length >= least ? [slicer] : [];
  document.getElementById("slicers").replaceChildren(
    choice("period", "Period", book.periods.map(period => [period.id, `${period.label} · ${period.from} to ${period.to}`]), state.period, period => go({ period })),
    ...book.slicers.flatMap(({ id, label, members }) => any(members, 1, choice(id, label, all(members), state[id] ?? "", member => go({ [id]: member || null })))),
    element("button", { type: "button", onclick: () => go({ period: personaOf().period, ...Object.fromEntries(book.slicers.map(slicer => [slicer.id, null])), drill: [], open: null }) }, "Reset"),
    ...any(book.personas, 2, choice("persona", "View of", book.personas.map(persona => [persona.id, persona.label]), state.persona, changePersona)),
    element("button", { type: "button", id: "theme", onclick: changeTheme, "aria-pressed": `${document.documentElement.dataset.theme === "dark"}` }, "Dark"));
}

function changePersona(id) {
  const persona = book.personas.find(one => one.id === id);
  go({ persona: id, page: persona.page, period: persona.period, drill: [], open: null });
}

function changeTheme() {
  document.documentElement.dataset.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  show();
}

// What the slicers are set to, as far as it doesn't reach this tile.
function uncut(tile) {
  const missing = [
    isCutBy(tile, "period") || tile.dayColumn ? null : "period",
    ...book.slicers.map(({ id, label }) => state[id] === null || isCutBy(tile, id) || tile.view.sets === id ? null : label.toLowerCase()),
  ].filter(Boolean);
  return missing.length > 0 ? `not by ${missing.join(" or ")}` : null;
}

function frame(id) {
  const tile = book.tiles[id], holder = element("div", { class: "body" }), note = uncut(tile);
  const section = element("section", { class: "tile", id: `tile-${id}`, "data-tile": id, "aria-labelledby": `title-${id}` },
    element("h2", {}, element("span", { id: `title-${id}` }, tile.title), element("button", { type: "button", class: "info", title: tile.about || "Definitions, data and SQL", "aria-label": `${tile.title}: definitions, data and SQL`, onclick: () => explain(id) }, "SQL")),
    note ? element("p", { class: "cut" }, note) : null, holder);
  section.style.setProperty("--width", tile.view.width);
  return { section, tile, holder };
}

function dialog(title, ...content) {
  const box = document.getElementById("about");
  box.replaceChildren(element("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => box.close() }, "✕"), element("h2", { id: "about-title" }, title), ...content);
  if (!box.open) box.showModal();
  return box;
}

function explain(id) {
  const tile = book.tiles[id], rows = rowsOf(tile, state), names = Object.keys(tile.columns);
  const columns = names.map(name => tile.measure[name] ?? { column: name, label: name, format: name.endsWith("_prior") ? tile.measure[name.slice(0, -6)]?.format : name.endsWith("_change") ? "percent" : "text" });
  const defined = tile.measures.filter(measure => measure.definition);
  dialog(tile.title, element("p", {}, tile.about),
    defined.length > 0 ? element("dl", {}, defined.flatMap(measure => [element("dt", {}, measure.label), element("dd", {}, `${measure.definition}${measure.unit ? ` Unit: ${measure.unit}.` : ""}${measure.owner ? ` Owner: ${measure.owner}.` : ""}`)])) : null,
    element("h3", {}, "SQL for these figures"), book.scope ? element("p", { class: "notes" }, `The tables stand for their rows of ${book.scope}.`) : null, element("pre", { tabindex: 0 }, sqlOf(tile, state)),
    element("h3", {}, `Rows${rows.length > 100 ? `, the first 100 of ${rows.length}` : ""}`), table(columns, rows, 100));
}

// One member of a tile's rows, with the rows that another tile has of it.
function showOpened() {
  const [id, key] = state.open.split("/"), opens = book.tiles[id]?.view.opens, tile = opens && book.tiles[opens.tile];
  const rows = tile ? rowsOf(tile, state).filter(row => `${row[opens.key]}` === key) : [];
  if (rows.length === 0) return;
  const first = rows[0], plot = element("div", { class: "plot", "data-opened": key });
  const box = dialog(`${first[opens.title]} (${key})`, element("dl", {}, opens.facts.flatMap(fact => [element("dt", {}, fact.label), element("dd", {}, `${first[fact.column] ?? "–"}`)])),
    element("p", { class: "notes" }, tile.about + (tile.cuts.length === 0 ? " Not cut by the slicers." : "")), plot, table([{ column: tile.view.x, label: tile.view.xTitle ?? tile.view.x, format: "text" }, ...shown(tile)], rows),
    element("h3", {}, `SQL for all of “${book.tiles[id].title}”`), element("pre", { tabindex: 0 }, sqlOf(tile, state)));
  box.addEventListener("close", () => state.open !== null && go({ open: null }), { once: true });
  draw(plot, tile, rows, plots[tile.view.kind](tile, rows));
}

function show() {
  readState();
  showTabs();
  showSlicers();
  const page = book.pages.find(one => one.id === state.page), grid = document.getElementById("grid");
  document.getElementById("page-title").textContent = page.title;
  document.title = `${page.title} – ${book.title}`;
  for (const plot of grid.querySelectorAll(".js-plotly-plot")) Plotly.purge(plot);
  const frames = tilesOf(page).map(frame);
  grid.replaceChildren(...frames.map(one => one.section));
  for (const { tile, holder } of frames) fill(tile, holder);
  grid.dataset.shown = location.hash;
  if (state.open !== null) showOpened();
  else if (document.getElementById("about").querySelector("[data-opened]")) document.getElementById("about").close();
}

document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
Promise.all([openBook(), openPlotly()]).then(() => { show(); addEventListener("hashchange", show); }).catch(fault => {
  document.getElementById("grid").textContent = `The figures could not be opened: ${fault.message}. The browser needs DecompressionStream (any since 2023).`;
  console.error(fault);
});

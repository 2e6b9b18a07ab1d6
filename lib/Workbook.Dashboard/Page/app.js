// The page as a whole: tabs, slicers, tiles, and the dialogs that explain them.
function tab(page) {
  const isShown = page.id === state.page;
  return element("button", { type: "button", role: "tab", id: `tab-${page.id}`, "aria-selected": `${isShown}`, "aria-controls": "main", tabindex: isShown ? 0 : -1, onclick: () => go({ page: page.id, store: null }) }, page.title);
}

function showTabs() {
  const tabs = document.getElementById("tabs");
  tabs.replaceChildren(...pagesShown().map(tab));
  tabs.onkeydown = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], pages = pagesShown();
    if (!step) return;
    const next = pages[(pages.findIndex(page => page.id === state.page) + step + pages.length) % pages.length];
    go({ page: next.id, store: null });
    requestAnimationFrame(() => setTimeout(() => document.getElementById(`tab-${next.id}`).focus(), 30));
  };
}

function choice(name, label, options, chosen, changed) {
  return element("label", {}, label, element("select", { "data-slicer": name, class: chosen === "" || name === "period" || name === "persona" ? null : "set", onchange: event => changed(event.target.value) },
    options.map(([value, text]) => element("option", { value, selected: value === chosen }, text))));
}

function showSlicers() {
  const members = list => [["", "All"], ...list.map(value => [value, value])];
  // A slicer with nothing to choose from isn't there.
  const any = (list, least, slicer) => list.length >= least ? [slicer] : [];
  document.getElementById("slicers").replaceChildren(
    choice("period", "Period", book.periods.map(period => [period.id, `${period.label} · ${period.from} to ${period.to}`]), state.period, period => go({ period })),
    ...any(book.regions, 1, choice("region", "Region", members(book.regions), state.region ?? "", region => go({ region: region || null }))),
    ...any(book.categories, 1, choice("category", "Category", members(book.categories), state.category ?? "", category => go({ category: category || null }))),
    element("button", { type: "button", onclick: () => go({ period: personaOf().period, region: null, category: null, drill: [], store: null }) }, "Reset"),
    ...any(book.personas, 2, choice("persona", "View of", book.personas.map(persona => [persona.id, persona.label]), state.persona, changePersona)),
    element("button", { type: "button", id: "theme", onclick: changeTheme, "aria-pressed": `${document.documentElement.dataset.theme === "dark"}` }, "Dark"));
}

function changePersona(id) {
  const persona = book.personas.find(one => one.id === id);
  go({ persona: id, page: persona.page, period: persona.period, drill: [], store: null });
}

function changeTheme() {
  document.documentElement.dataset.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  show();
}

// What the slicers are set to, as far as it doesn't reach this tile.
function uncut(tile) {
  const missing = [
    isCutBy(tile, "period") || tile.dayColumn ? null : "period",
    state.region === null || isCutBy(tile, "region") || tile.view.sets === "region" ? null : "region",
    state.category === null || isCutBy(tile, "category") || tile.view.sets === "category" ? null : "category",
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
    element("h3", {}, "SQL for these figures"), book.store ? element("p", { class: "notes" }, `The tables stand for their rows of store ${book.store}.`) : null, element("pre", { tabindex: 0 }, sqlOf(tile, state)),
    element("h3", {}, `Rows${rows.length > 100 ? `, the first 100 of ${rows.length}` : ""}`), table(columns, rows, 100));
}

function showStore() {
  const tile = book.tiles.store_detail, rows = tile ? rowsOf(tile, state).filter(row => row.store_id === state.store) : [];
  if (rows.length === 0) return;
  const first = rows[0], plot = element("div", { class: "plot", "data-store": state.store }), facts = [["State", first.state_region], ["Region", first.region], ["Channel", first.channel], ["Size", first.store_size], ["Status", first.status], ["Opened", first.opened_date]];
  const box = dialog(`${first.store_name} (${state.store})`, element("dl", {}, facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, `${value ?? "–"}`)])),
    element("p", { class: "notes" }, "All days, by month. Not cut by the slicers."), plot, table([{ column: "month", label: "Month", format: "text" }, tile.measure.total_sales, tile.measure.orders], rows),
    element("h3", {}, "SQL for all stores of the heatmap"), element("pre", { tabindex: 0 }, sqlOf(tile, state)));
  box.addEventListener("close", () => state.store !== null && go({ store: null }), { once: true });
  draw(plot, tile, rows, lines(tile, rows));
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
  if (state.store !== null) showStore();
  else if (document.getElementById("about").querySelector("[data-store]")) document.getElementById("about").close();
}

document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
Promise.all([openBook(), openPlotly()]).then(() => { show(); addEventListener("hashchange", show); }).catch(fault => {
  document.getElementById("grid").textContent = `The figures could not be opened: ${fault.message}. The browser needs DecompressionStream (any since 2023).`;
  console.error(fault);
});

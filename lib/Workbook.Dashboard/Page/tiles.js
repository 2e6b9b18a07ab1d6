// What stands in a tile: pictures, cards, gauges, tables, the funnel and the way down a path.
function cards(tile, rows) {
  const row = rows[0] ?? {};
  return element("div", { class: "cards" }, shown(tile).map(measure => {
    const value = row[measure.column] ?? null, prior = row[measure.column + "_prior"];
    return element("div", { class: "card", tabindex: 0, title: tooltip(measure), "data-measure": measure.column, "data-value": value },
      element("span", { class: "label" }, measure.label), element("b", {}, figure(value, measure, false)),
      element("small", {}, measure.format === "percent" ? "" : measure.unit + (prior === undefined ? "" : " "), prior === undefined ? null : change(measure, value, prior)));
  }));
}

const tooltip = measure => [measure.definition, measure.owner ? `Owner: ${measure.owner}.` : ""].filter(Boolean).join(" ");

function change(measure, value, prior) {
  if (prior === null || value === null) return element("span", {}, "nothing to compare with");
  if (prior === 0 && measure.format !== "percent") return element("span", {}, "before: 0");
  const difference = measure.format === "percent" ? value - prior : value / prior - 1;
  const text = measure.format === "percent" ? `${some.format(Math.abs(difference) * 100)} points` : `${one.format(Math.abs(difference) * 100)} %`;
  const isGood = (difference > 0) !== measure.lowerIsBetter;
  return element("span", { class: difference === 0 ? "" : isGood ? "up" : "down", title: `Period before: ${figure(prior, measure)}` }, `${difference > 0 ? "▲" : difference < 0 ? "▼" : "="} ${text} on the period before`);
}

function gauges(tile, rows) {
  const row = rows[0] ?? {};
  return element("div", { class: "gauges" }, shown(tile).map((measure, at) => {
    const holder = element("div", { title: tooltip(measure), tabindex: 0, "data-measure": measure.column, "data-value": row[measure.column] });
    holder.innerHTML = dial(tile.view.scales[at], row[measure.column] ?? null, measure);
    holder.append(element("div", {}, measure.label));
    return holder;
  }));
}

// Half a ring with bands, and a needle. Numbers only: nothing of the data's texts goes in as markup.
function dial(scale, value, measure) {
  const ends = [scale.minimum, ...scale.thresholds, scale.maximum], bands = ends.length - 1;
  const angle = at => Math.PI * (1 - (Math.min(scale.maximum, Math.max(scale.minimum, at)) - scale.minimum) / (scale.maximum - scale.minimum));
  const point = (at, radius) => `${(100 + radius * Math.cos(angle(at))).toFixed(1)} ${(96 - radius * Math.sin(angle(at))).toFixed(1)}`;
  const paint = band => { const good = scale.isLowerBetter ? bands - 1 - band : band; return good === 0 ? "#d55e00" : good === bands - 1 ? "#009e73" : "#e69f00"; };
  const rings = Array.from({ length: bands }, (_, band) => `<path d="M${point(ends[band], 84)} A84 84 0 0 1 ${point(ends[band + 1], 84)} L${point(ends[band + 1], 62)} A62 62 0 0 0 ${point(ends[band], 62)} Z" fill="${paint(band)}"/>`).join("");
  const needle = value === null ? "" : `<line x1="100" y1="96" x2="${point(value, 80).split(" ")[0]}" y2="${point(value, 80).split(" ")[1]}" stroke="currentColor" stroke-width="3"/><circle cx="100" cy="96" r="5" fill="currentColor"/>`;
  const label = at => figure(at, measure, false);
  return `<svg viewBox="0 0 200 132" role="img" aria-label="${figure(value, measure)}">${rings}${needle}<text class="end" x="27" y="110" text-anchor="middle">${label(scale.minimum)}</text><text class="end" x="173" y="110" text-anchor="middle">${label(scale.maximum)}</text><text class="value" x="100" y="126" text-anchor="middle">${figure(value, measure)}</text></svg>`;
}

function funnel(tile, rows) {
  const measure = shown(tile)[0], first = rows[0]?.[measure.column] || 1;
  return element("div", { class: "funnel" }, rows.map((row, at) => {
    const value = row[measure.column], before = at === 0 ? null : rows[at - 1][measure.column];
    const bar = element("i", {}); bar.style.width = `${Math.max(0.5, value / first * 100)}%`;
    return element("div", { "data-value": value }, element("span", {}, word(tile, row[tile.view.x])), element("span", { class: "bar" }, bar),
      element("span", { class: "figure" }, `${figure(value, measure)} · ${one.format(value / first * 100)} % of all${before ? ` · ${one.format(value / before * 100)} % of the stage before` : ""}`));
  }));
}

function table(columns, rows, most = Infinity) {
  const isNumber = column => ["currency", "integer", "decimal", "percent"].includes(column.format);
  return element("div", { class: "scroll", tabindex: 0 }, element("table", {},
    element("thead", {}, element("tr", {}, columns.map(column => element("th", { scope: "col", class: isNumber(column) ? "number" : null, title: column.definition ?? null }, isNumber(column) && column.format !== "percent" ? axisTitle(column, column.label) : column.label)))),
    element("tbody", {}, rows.slice(0, most).map(row => element("tr", {}, columns.map(column => element("td", { class: isNumber(column) ? "number" : null }, figure(row[column.column], column, false))))))));
}

function drill(tile, rows, holder) {
  const { path, pathTitle, x } = tile.view, level = 1 + state.drill.length, isLast = level > path.length, most = shown(tile)[0].column;
  const mine = rows.filter(row => row.level === level && path.every((column, at) => row[column] === (state.drill[at] ?? "")));
  const enter = name => !isLast && name !== "unknown" && go({ drill: [...state.drill, name] });
  const crumbs = [pathTitle ?? "All", ...state.drill].map((name, at) => element("button", { type: "button", onclick: () => go({ drill: state.drill.slice(0, at) }), "aria-current": at === state.drill.length ? "page" : null }, name));
  const into = !isLast && element("select", { "aria-label": "Go into", onchange: event => enter(event.target.value) }, element("option", { value: "" }, "Go into …"), mine.filter(row => row[x] !== "unknown").map(row => element("option", {}, row[x])));
  const plot = element("div", { class: "plot" });
  holder.append(element("nav", { class: "path", "aria-label": "Path" }, crumbs, into || null), plot);
  draw(plot, tile, mine, bars(tile, mine.sort((a, b) => b[most] - a[most])), point => enter(point.y));
}

function fill(tile, holder) {
  const rows = rowsOf(tile, state), view = tile.view;
  if (rows.length === 0) { holder.append(element("p", { class: "empty" }, "There is nothing to show for this selection.")); return; }
  const notes = view.notes.map(name => tile.measure[name]).map(measure => `${measure.label}: ${figure(rows[0][measure.column], measure)}`);
  if (notes.length > 0) holder.append(element("p", { class: "notes" }, notes.join(" · ")));
  switch (view.kind) {
    case "Cards": holder.append(cards(tile, rows)); break;
    case "Gauges": holder.append(gauges(tile, rows)); break;
    case "Funnel": holder.append(funnel(tile, rows)); break;
    case "Table": holder.append(table([{ column: view.x, label: view.xTitle, format: "text" }, ...shown(tile)], rows)); break;
    case "Drill": drill(tile, rows, holder); break;
    case "WhatIfPrice": priceWhatIf(tile, rows, holder); break;
    case "WhatIfSla": slaWhatIf(tile, rows, holder); break;
    default: {
      const plot = element("div", { class: "plot" });
      if (view.opens) holder.append(picker(tile, rows));
      holder.append(plot);
      draw(plot, tile, rows, plots[view.kind](tile, rows), point => clicked(tile, point));
    }
  }
}

function clicked(tile, point) {
  if (tile.view.opens && point.customdata) go({ open: `${tile.id}/${point.customdata}` });
  else if (tile.view.sets && point.customdata) go({ [tile.view.sets]: state[tile.view.sets] === point.customdata ? null : point.customdata });
}

function picker(tile, rows) {
  const { key, name, word } = tile.view.opens, members = new Map(rows.map(row => [row[key], row[name]]));
  return element("div", { class: "path" }, element("select", { "aria-label": `Open a ${word}`, onchange: event => event.target.value && go({ open: `${tile.id}/${event.target.value}` }) },
    element("option", { value: "" }, `Open a ${word} …`), [...members].map(([id, name]) => element("option", { value: id }, name))));
}

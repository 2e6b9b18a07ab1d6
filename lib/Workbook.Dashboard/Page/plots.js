// Pictures that plotly.js draws. Each takes a tile and its rows and gives traces and a layout.
const colors = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#f0e442"];
const judged = { success: "#0072b2", pass: "#009e73", warn: "#e69f00", fail: "#d55e00", error: "#cc79a7" };
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const word = (tile, value) => value === null ? "unknown" : tile.view.words[value] ?? value;
const cut = (text, most) => text.length <= most ? text : text.slice(0, Math.ceil(most / 2) - 1).trimEnd() + "…" + text.slice(-Math.floor(most / 2) + 1).trimStart();
const shown = tile => tile.view.values.map(name => tile.measure[name]);
const isDay = text => /^\d{4}-\d\d-\d\d$/.test(text ?? "");

function numberAxis(measure, title) {
  return { title: { text: axisTitle(measure, title), standoff: 8 }, tickformat: measure.format === "percent" ? "~%" : ",~s", gridcolor: style("--line"), zerolinecolor: style("--line"), automargin: true, rangemode: "tozero" };
}

function plainAxis(more) {
  return { ticklabelstandoff: 4, gridcolor: style("--line"), zerolinecolor: style("--line"), automargin: true, ...more };
}

// Everything a row has, for whoever points at it.
function hover(tile, row, name) {
  const lines = tile.measures.filter(measure => measure.column in row && !tile.view.notes.includes(measure.column))
    .map(measure => `${measure.label}: ${figure(row[measure.column], measure)}`);
  return [`<b>${name}</b>`, ...lines].join("<br>");
}

function bars(tile, rows) {
  const view = tile.view, first = shown(tile)[0], x = row => word(tile, row[view.x]);
  const measures = shown(tile).filter(measure => measure.format === first.format && measure.unit === first.unit);
  const names = view.color ? [...new Set(rows.map(row => row[view.color]))] : measures;
  const across = view.horizontal;
  const traces = names.map((name, at) => {
    const mine = view.color ? rows.filter(row => row[view.color] === name) : rows, measure = view.color ? first : name;
    const values = mine.map(row => row[measure.column]), labels = mine.map(x);
    const chosen = view.sets ? state[view.sets] : null, paint = view.color ? judged[name] ?? colors[at % colors.length] : colors[at];
    return {
      type: "bar", orientation: across ? "h" : "v", x: across ? values : labels, y: across ? labels : values, name: view.color ? word(tile, name) : measure.label,
      marker: { color: paint, opacity: mine.map(row => chosen === null || row[view.sets] === chosen ? 1 : 0.3) },
      customdata: mine.map(row => view.sets ? row[view.sets] : null), hovertext: mine.map(row => hover(tile, row, x(row))), hoverinfo: "text",
    };
  });
  const labels = [...new Set(rows.map(x))], most = innerWidth < 700 ? 18 : 30;
  const dates = labels.every(isDay);
  const side = plainAxis({
    type: dates ? "date" : "category", categoryorder: "array", categoryarray: labels, autorange: across ? "reversed" : true,
    tickvals: dates ? undefined : labels, ticktext: dates ? undefined : labels.map(label => cut(label, most)), tickformat: dates ? "%b %Y" : undefined, dtick: dates ? (labels.length > 8 ? "M3" : "M1") : undefined,
    title: { text: view.xTitle ?? "" },
  });
  const values = numberAxis(first, measures.length === 1 || view.color ? first.label : "");
  return { traces, layout: { barmode: view.stacked ? "stack" : "group", xaxis: across ? values : side, yaxis: across ? side : values, showlegend: names.length > 1 } };
}

function lines(tile, rows) {
  const measures = shown(tile).filter(measure => measure.unit === shown(tile)[0].unit);
  const traces = measures.map((measure, at) => ({
    type: "scatter", mode: "lines+markers", name: measure.label, x: rows.map(row => row[tile.view.x]), y: rows.map(row => row[measure.column]),
    line: { color: colors[at], width: 2 }, marker: { size: 5 }, hovertext: rows.map(row => hover(tile, row, row[tile.view.x])), hoverinfo: "text",
  }));
  return { traces, layout: { xaxis: plainAxis({ type: "date", tickformat: "%b %Y", dtick: rows.length > 8 ? "M3" : "M1" }), yaxis: numberAxis(measures[0], measures.length === 1 ? measures[0].label : ""), showlegend: measures.length > 1 } };
}

function forecast(tile, rows) {
  const known = rows.filter(row => row.forecast === null), ahead = rows.filter(row => row.forecast !== null), measure = shown(tile)[0];
  const day = row => row[tile.view.x], value = row => row[measure.column], text = (row, name, value) => `<b>${day(row)}</b><br>${name}: ${figure(value, measure)}`;
  const traces = [
    { name: measure.label, x: known.map(day), y: known.map(value), line: { color: colors[0], width: 1.6 }, hovertext: known.map(row => text(row, measure.label, value(row))) },
    { name: "Low", x: ahead.map(day), y: ahead.map(row => row.low), line: { width: 0 }, showlegend: false, hoverinfo: "skip" },
    { name: "Band of 95 %", x: ahead.map(day), y: ahead.map(row => row.high), line: { width: 0 }, fill: "tonexty", fillcolor: "rgba(230,159,0,0.25)", hoverinfo: "skip" },
    { name: "Forecast", x: ahead.map(day), y: ahead.map(row => row.forecast), line: { color: colors[1], width: 2, dash: "dot" },
      hovertext: ahead.map(row => `${text(row, "Forecast", row.forecast)}<br>${figure(row.low, measure, false)} to ${figure(row.high, measure)}`) },
  ].map(trace => ({ type: "scatter", mode: "lines", hoverinfo: trace.hovertext ? "text" : "skip", ...trace }));
  return { traces: ahead.length > 0 ? traces : traces.slice(0, 1), layout: { xaxis: plainAxis({ type: "date" }), yaxis: numberAxis(measure, `${measure.label} a day`), showlegend: true } };
}

function scatter(tile, rows) {
  const view = tile.view, measure = shown(tile)[0], across = tile.measure[view.x], chosen = view.sets ? state[view.sets] : null;
  const name = row => view.path.length > 0 && view.path.every(column => row[column]) ? view.path.map(column => row[column]).join(" / ") : row[view.color];
  const trace = {
    type: "scatter", mode: "markers", x: rows.map(row => row[view.x]), y: rows.map(row => row[measure.column]), customdata: rows.map(row => row[view.sets] ?? null),
    marker: { size: 9, color: rows.map(row => chosen === null || row[view.sets] === chosen ? colors[0] : style("--line")), opacity: 0.75 },
    hovertext: rows.map(row => hover(tile, row, name(row))), hoverinfo: "text",
  };
  return { traces: [trace], layout: { xaxis: { ...numberAxis(across, across.label) }, yaxis: { ...numberAxis(measure, measure.label), rangemode: "normal" }, showlegend: false } };
}

function heatmap(tile, rows) {
  const view = tile.view, measure = shown(tile)[0];
  const order = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const across = [...new Set(rows.map(row => row[view.x]))].sort((a, b) => order.includes(a) ? order.indexOf(a) - order.indexOf(b) : a < b ? -1 : 1);
  const down = [...new Set(rows.map(row => row[view.color]))];
  const at = new Map(rows.map(row => [row[view.x] + "\n" + row[view.color], row]));
  const grid = read => down.map(y => across.map(x => read(at.get(x + "\n" + y))));
  const trace = {
    type: "heatmap", x: across, y: down, z: grid(row => row?.[measure.column] ?? null), text: grid(row => row ? hover(tile, row, `${row[view.color]}, ${row[view.x]}`) : ""), hoverinfo: "text",
    customdata: grid(row => row?.[view.opens?.key ?? view.sets] ?? null), colorscale: [[0, style("--fade")], [0.5, "#56b4e9"], [1, style("--most")]], xgap: 1, ygap: 1, zmin: 0,
    colorbar: { thickness: 12, tickformat: measure.format === "percent" ? "~%" : ",~s", title: { text: axisTitle(measure, ""), side: "right" } },
  };
  const most = innerWidth < 700 ? 16 : 30;
  return { traces: [trace], layout: { xaxis: plainAxis({ type: "category", tickangle: across.length > 8 ? -45 : 0 }), yaxis: plainAxis({ type: "category", autorange: "reversed", tickvals: down, ticktext: down.map(label => cut(label, most)) }) } };
}

function map(tile, rows) {
  const view = tile.view, measure = shown(tile)[0], placed = rows.filter(row => row.latitude !== null), chosen = view.sets ? state[view.sets] : null;
  const most = Math.max(1, ...placed.map(row => row[measure.column] ?? 0));
  const land = { type: "scatter", mode: "lines", x: book.land.x, y: book.land.y, fill: "toself", fillcolor: style("--fade"), line: { color: style("--line"), width: 1 }, hoverinfo: "skip", showlegend: false };
  const points = {
    type: "scatter", mode: "markers+text", x: placed.map(row => row.longitude), y: placed.map(row => row.latitude), customdata: placed.map(row => row[view.sets]),
    text: placed.map(row => row[view.x]), textposition: placed.map((_, at) => ["top right", "bottom right", "top left", "bottom left"][at % 4]), textfont: { size: 11, color: style("--ink") },
    marker: { size: placed.map(row => 8 + 26 * Math.sqrt(Math.max(0, row[measure.column] ?? 0) / most)), color: colors[0], opacity: placed.map(row => chosen === null || row[view.sets] === chosen ? 0.75 : 0.2), line: { color: style("--card"), width: 1 } },
    hovertext: placed.map(row => hover(tile, row, view.sets ? `${row[view.x]} · ${row[view.sets]}` : row[view.x])), hoverinfo: "text",
  };
  const hidden = { visible: false, fixedrange: true };
  return { traces: [land, points], layout: { xaxis: { ...hidden, range: mapRange(placed, "longitude", 24, [-180, 200]) }, yaxis: { ...hidden, range: mapRange(placed, "latitude", 16, [-58, 80]) }, showlegend: false, margin: { l: 0, r: 0, t: 4, b: 4 }, hoverdistance: 30 } };
}

function mapRange(rows, name, margin, [least, most]) {
  const values = rows.map(row => row[name]);
  return values.length === 0 ? [least, most] : [Math.max(least, Math.min(...values) - margin), Math.min(most, Math.max(...values) + margin)];
}

const plots = { Bars: bars, Lines: lines, Forecast: forecast, Scatter: scatter, Heatmap: heatmap, Map: map };

function draw(holder, tile, rows, { traces, layout }, clicked) {
  const font = { color: style("--ink"), family: "system-ui, 'Segoe UI', Roboto, Arial, sans-serif", size: 12 };
  const common = {
    height: tile.view.height, margin: { l: 48, r: 12, t: 8, b: 36 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font, dragmode: false,
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" }, hoverlabel: { bgcolor: style("--card"), bordercolor: style("--line"), font: { color: style("--ink") }, align: "left" },
  };
  Plotly.react(holder, traces, { ...common, ...layout }, { responsive: true, displayModeBar: false });
  if (clicked) holder.on("plotly_click", event => clicked(event.points[0]));
}

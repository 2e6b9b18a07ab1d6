// Figures that follow from a slider; where they start from is the selection's, the formula stands in the tile's description.
const knobs = { price: 5, elasticity: -1, sla: 7 };

function knob(name, label, least, most, step, text, changed) {
  const shown = element("output", {}, text(knobs[name]));
  const slider = element("input", { type: "range", min: least, max: most, step, value: knobs[name], "aria-label": label, "data-knob": name, oninput: event => { knobs[name] = Number(event.target.value); shown.textContent = text(knobs[name]); changed(); } });
  return [element("span", {}, label), slider, shown];
}

function priceWhatIf(tile, rows, holder) {
  const [money, pieces] = shown(tile), row = rows[0], result = element("div", {});
  const update = () => {
    const price = knobs.price / 100, demand = Math.max(0, 1 + knobs.elasticity * price), now = [row[money.column], row[pieces.column]];
    const cases = [["Now", ...now], ["Then", now[0] * (1 + price) * demand, now[1] * demand]];
    cases.push(["Change", cases[1][1] - cases[0][1], cases[1][2] - cases[0][2]]);
    result.replaceChildren(table([{ column: "name", label: "Case", format: "text" }, money, pieces], cases.map(([name, ...figures]) => ({ name, [money.column]: figures[0], [pieces.column]: figures[1] }))));
    result.dataset.value = cases[1][1];
  };
  holder.append(element("div", { class: "knobs" },
    knob("price", "Price change p", -30, 30, 1, value => `${value > 0 ? "+" : ""}${value} %`, update), knob("elasticity", "Elasticity e", -3, 0, 0.1, value => value.toFixed(1), update)), result);
  update();
}

function slaWhatIf(tile, rows, holder) {
  const measure = shown(tile)[0], count = rows => rows.reduce((sum, row) => sum + row[measure.column], 0), all = count(rows), days = row => row[tile.view.x], answer = element("p", { class: "notes" }), plot = element("div", { class: "plot" });
  const update = () => {
    const within = count(rows.filter(row => days(row) <= knobs.sla));
    answer.textContent = `${figure(within / all, { format: "percent" })} of ${figure(all, measure)} took at most ${knobs.sla} days.`;
    answer.dataset.value = within / all;
    draw(plot, tile, rows, {
      traces: [{ type: "bar", x: rows.map(days), y: rows.map(row => row[measure.column]), marker: { color: rows.map(row => days(row) <= knobs.sla ? colors[0] : colors[1]) }, hovertext: rows.map(row => `<b>up to ${days(row)} days</b><br>${figure(row[measure.column], measure)}`), hoverinfo: "text" }],
      layout: { xaxis: plainAxis({ title: { text: tile.view.xTitle ?? tile.view.x }, dtick: rows.length > 20 ? 5 : 1 }), yaxis: numberAxis(measure, measure.label), showlegend: false },
    });
  };
  holder.append(element("div", { class: "knobs" }, knob("sla", "Promise d", 1, 15, 1, value => `${value} days`, update)), answer, plot);
  update();
}

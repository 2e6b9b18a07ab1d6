// Figures that follow from a slider; where they start from is the selection's, the formula stands in the tile's description.
const knobs = { price: 5, elasticity: -1, sla: 7 };

function knob(name, label, least, most, step, text, changed) {
  const shown = element("output", {}, text(knobs[name]));
  const slider = element("input", { type: "range", min: least, max: most, step, value: knobs[name], "aria-label": label, "data-knob": name, oninput: event => { knobs[name] = Number(event.target.value); shown.textContent = text(knobs[name]); changed(); } });
  return [element("span", {}, label), slider, shown];
}

function priceWhatIf(tile, rows, holder) {
  const [sales, quantity] = [tile.measure.total_sales, tile.measure.quantity], row = rows[0], result = element("div", {});
  const update = () => {
    const price = knobs.price / 100, pieces = Math.max(0, 1 + knobs.elasticity * price);
    const cases = [["Now", row.total_sales, row.quantity], ["Then", row.total_sales * (1 + price) * pieces, row.quantity * pieces]];
    cases.push(["Change", cases[1][1] - cases[0][1], cases[1][2] - cases[0][2]]);
    result.replaceChildren(table([{ column: "name", label: "Case", format: "text" }, sales, quantity], cases.map(([name, total_sales, quantity]) => ({ name, total_sales, quantity }))));
    result.dataset.value = cases[1][1];
  };
  holder.append(element("div", { class: "knobs" },
    knob("price", "Price change p", -30, 30, 1, value => `${value > 0 ? "+" : ""}${value} %`, update), knob("elasticity", "Elasticity e", -3, 0, 0.1, value => value.toFixed(1), update)), result);
  update();
}

function slaWhatIf(tile, rows, holder) {
  const all = rows.reduce((sum, row) => sum + row.parcels, 0), answer = element("p", { class: "notes" }), plot = element("div", { class: "plot" });
  const measure = tile.measure.parcels;
  const update = () => {
    const within = rows.filter(row => row.within_days <= knobs.sla).reduce((sum, row) => sum + row.parcels, 0);
    answer.textContent = `${figure(within / all, { format: "percent" })} of ${figure(all, measure)} took at most ${knobs.sla} days.`;
    answer.dataset.value = within / all;
    draw(plot, tile, rows, {
      traces: [{ type: "bar", x: rows.map(row => row.within_days), y: rows.map(row => row.parcels), marker: { color: rows.map(row => row.within_days <= knobs.sla ? colors[0] : colors[1]) }, hovertext: rows.map(row => `<b>up to ${row.within_days} days</b><br>${figure(row.parcels, measure)}`), hoverinfo: "text" }],
      layout: { xaxis: plainAxis({ title: { text: "delivery time (days, rounded up)" }, dtick: rows.length > 20 ? 5 : 1 }), yaxis: numberAxis(measure, "Parcels delivered"), showlegend: false },
    });
  };
  holder.append(element("div", { class: "knobs" }, knob("sla", "Promise d", 1, 15, 1, value => `${value} days`, update)), answer, plot);
  update();
}

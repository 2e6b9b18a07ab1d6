// The lineage of one column: every column that it comes from and every one it goes into, with the models they are in.

function columnReach(start, next) {
  const seen = new Map([[start, "start"]]);
  const queue = [start];
  while (queue.length) {
    const key = queue.shift();
    for (const [other, use] of next(key)) {
      const combined = use === "filter" || seen.get(key) === "filter" ? "filter" : "direct";
      if (seen.has(other) && (seen.get(other) !== "filter" || combined === "filter")) continue;
      seen.set(other, combined);
      queue.push(other);
    }
  }
  return seen;
}

function columnPage(id, column, query) {
  const node = nodes.get(id);
  if (!node) return nodePage(id);
  const withFilters = query.get("filters") === "1";
  const counts = edge => withFilters || edge.use !== "filter";
  const start = columnKey(id, column);
  const up = columnReach(start, key => (edgesInto.get(key) ?? []).filter(counts).map(edge => [columnKey(edge.from, edge.fromColumn), edge.use]));
  const down = columnReach(start, key => (edgesOutOf.get(key) ?? []).filter(counts).map(edge => [columnKey(edge.to, edge.toColumn), edge.use]));
  const keys = new Set([...up.keys(), ...down.keys()]);
  const edges = columnEdges.filter(counts).filter(edge => {
    const from = columnKey(edge.from, edge.fromColumn), to = columnKey(edge.to, edge.toColumn);
    return up.has(from) && up.has(to) || down.has(from) && down.has(to);
  });
  const frame = drawColumns(keys, edges, start);
  const gaps = project.gaps.filter(([gap]) => [...keys].some(key => key.split("\n")[0] === gap));
  const described = node.columns.find(found => found.name === column);
  return { title: `${node.name}.${column}`, wide: true, parts: [
    h("div", { class: "crumbs" }, h("a", { href: nodeLink(node) }, node.name), " / column"),
    h("div", { class: "title" }, h("h1", {}, column), described?.type ? h("span", { class: "chip mono" }, described.type) : null),
    described?.description ? prose(described.description) : null,
    h("div", { class: "controls" },
      h("label", {}, h("input", { type: "checkbox", checked: withFilters, onchange: event => { location.hash = `${columnLink(id, column)}${event.target.checked ? "?filters=1" : ""}`; } }),
        "also where it only decides about rows (joins, filters, groups)"),
      zoomButtons(frame)),
    frame.element,
    legend([...keys].map(key => nodes.get(key.split("\n")[0]))),
    h("div", { class: "two" }, columnList("Comes from", up, start), columnList("Goes into", down, start)),
    gaps.length ? [heading("Not traced"), h("ul", {}, gaps.map(([gap, name, reason]) => h("li", {}, h("span", { class: "mono" }, `${nodes.get(gap)?.name ?? gap}${name ? `.${name}` : ""}`), ` ${reason}`)))] : null,
  ] };
}

function columnList(title, reached, start) {
  const rows = [...reached].filter(([key]) => key !== start);
  return h("section", {}, h("h2", {}, title), rows.length
    ? h("ul", { class: "refs" }, rows.map(([key, use]) => {
      const [id, column] = key.split("\n");
      return h("li", { class: groupClass(nodes.get(id)) }, h("i", { class: "dot" }), h("a", { href: columnLink(id, column) }, `${nodes.get(id).name}.${column}`), use === "filter" ? h("span", { class: "chip" }, "rows") : null);
    }))
    : h("p", { class: "quiet" }, "Nothing that is known."));
}

const rowHeight = 20;

function drawColumns(keys, edges, start) {
  const rows = grouped([...keys].map(key => key.split("\n")), ([id]) => id);
  const ids = [...rows.keys()];
  const order = id => new Map(nodes.get(id).columns.map((column, at) => [column.name, at]));
  for (const [id, list] of rows) {
    const place = order(id);
    list.sort(([, one], [, other]) => (place.get(one) ?? 999) - (place.get(other) ?? 999));
  }
  const names = id => rows.get(id).map(([, column]) => column);
  const boxes = ids.map(id => ({ id, w: Math.max(widthOf(nodes.get(id).name), ...names(id).map(name => Math.min(270, name.length * 7 + 36))), h: 32 + rowHeight * rows.get(id).length }));
  const links = [...grouped(edges, edge => `${edge.from}\n${edge.to}`).values()].map(([{ from, to }]) => ({ from, to }));
  const plan = layered(boxes, links, { columnGap: 96 });
  const y = (id, column) => plan.places.get(id).y + 28 + rowHeight * (names(id).indexOf(column) + .5);

  const lines = edges.map(edge => {
    const [source, target] = [plan.places.get(edge.from), plan.places.get(edge.to)];
    return { ...edge, path: svg("path", {
      class: `edge ${edge.use}`, "marker-end": "url(#tip)",
      d: curve({ x: source.x + source.w, y: y(edge.from, edge.fromColumn) }, plan.routes.get(`${edge.from}\n${edge.to}`) ?? [], { x: target.x - 2, y: y(edge.to, edge.toColumn) }),
    }, svg("title", {}, `${edge.fromColumn} → ${edge.toColumn}: ${edge.use}`)) };
  });
  const parts = new Map();
  const drawn = ids.map(id => {
    const place = plan.places.get(id);
    const cells = names(id).map((column, at) => {
      const key = columnKey(id, column);
      const part = svg("a", { class: `rowpart ${key === start ? "chosen" : ""}`, href: columnLink(id, column), transform: `translate(0 ${28 + rowHeight * at})`, "data-column": `${nodes.get(id).name}.${column}` },
        svg("rect", { class: "rowback", x: 8, width: place.w - 12, height: rowHeight, rx: 4 }),
        svg("text", { class: "column", x: 16, y: 14 }, shortened(column, place.w - 28)));
      parts.set(key, part);
      return part;
    });
    return svg("g", { class: "node on" }, drawNode(nodes.get(id), place, start.split("\n")[0], true), svg("g", { transform: `translate(${place.x} ${place.y})` }, cells));
  });
  const frame = picture([lines.map(line => line.path), drawn], plan, { height: Math.min(Math.max(240, plan.height + 60), Math.max(320, innerHeight - 300)), wheel: true, centre: middleOf(plan.places.get(start.split("\n")[0])), label: "Lineage of columns" });

  const trace = key => {
    const forward = key && columnReach(key, at => lines.filter(line => columnKey(line.from, line.fromColumn) === at).map(line => [columnKey(line.to, line.toColumn), line.use]));
    const back = key && columnReach(key, at => lines.filter(line => columnKey(line.to, line.toColumn) === at).map(line => [columnKey(line.from, line.fromColumn), line.use]));
    frame.element.classList.toggle("tracing", Boolean(key));
    for (const [other, part] of parts) part.classList.toggle("on", Boolean(key) && (forward.has(other) || back.has(other)));
    for (const line of lines) {
      const [from, to] = [columnKey(line.from, line.fromColumn), columnKey(line.to, line.toColumn)];
      mark(line.path, Boolean(key) && (forward.has(from) && forward.has(to) || back.has(from) && back.has(to)));
    }
  };
  for (const [key, part] of parts) {
    for (const on of ["pointerenter", "focus"]) part.addEventListener(on, () => trace(key));
    for (const off of ["pointerleave", "blur"]) part.addEventListener(off, () => trace(null));
  }
  return frame;
}

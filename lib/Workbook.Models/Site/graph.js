/** Ids reachable over next, up to so many steps. */
function reach(starts, next, steps = Infinity) {
  const seen = new Set(starts);
  let edge = [...starts];
  for (let step = 0; step < steps && edge.length; step++) {
    edge = edge.flatMap(next).filter(id => !seen.has(id) && seen.add(id));
  }
  return seen;
}

function around(id, up, down, keep = node => inGraph(node) && !isTest(node)) {
  const next = field => at => nodes.get(at)[field].filter(other => nodes.has(other) && keep(nodes.get(other)));
  return new Set([...reach([id], next("parents"), up), ...reach([id], next("children"), down)]);
}

const shortened = (text, width) => text.length * 7.1 <= width ? text : `${text.slice(0, Math.max(4, Math.floor(width / 7.1) - 1))}…`;

// Below this, names can't be read.
const readable = .34;
const wholeScale = (size, width, height) => Math.min(1.1, (width - 40) / Math.max(1, size.width), (height - 40) / Math.max(1, size.height));

/** Pans by dragging, zooms by wheel, pinch and buttons; shows the whole at first, or where that can't be read, the place that matters. */
function zoomable(picture, content, size, { wheel, centre }) {
  let view = { x: 0, y: 0, scale: 1 };
  const apply = () => content.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  const box = () => picture.getBoundingClientRect();
  const zoom = (factor, x = box().width / 2, y = box().height / 2) => {
    const scale = Math.min(3, Math.max(.08, view.scale * factor));
    view = { scale, x: x - (x - view.x) * scale / view.scale, y: y - (y - view.y) * scale / view.scale };
    apply();
  };
  const fit = () => {
    const { width, height } = box();
    if (!width) return;
    const scale = wholeScale(size, width, height);
    view = { scale, x: (width - size.width * scale) / 2, y: (height - size.height * scale) / 2 };
    apply();
  };
  const begin = () => {
    fit();
    if (view.scale >= readable) return;
    const { width, height } = box();
    const scale = .7, middle = centre ?? { x: width / 2 / scale - 20, y: size.height / 2 };
    view = { scale, x: width / 2 - middle.x * scale, y: height / 2 - middle.y * scale };
    apply();
  };

  const held = new Map();
  let moved = 0;
  picture.addEventListener("pointerdown", event => { if (!held.size) moved = 0; held.set(event.pointerId, event); });
  picture.addEventListener("pointermove", event => {
    const last = held.get(event.pointerId);
    if (!last) return;
    const others = [...held.values()].filter(other => other.pointerId !== event.pointerId);
    if (others.length) {
      const distance = at => Math.hypot(at.clientX - others[0].clientX, at.clientY - others[0].clientY);
      zoom(distance(event) / Math.max(1, distance(last)), (event.clientX + others[0].clientX) / 2 - box().left, (event.clientY + others[0].clientY) / 2 - box().top);
    } else {
      view = { ...view, x: view.x + event.clientX - last.clientX, y: view.y + event.clientY - last.clientY };
      apply();
    }
    moved += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
    if (moved > 5 && !picture.hasPointerCapture(event.pointerId)) picture.setPointerCapture(event.pointerId);
    held.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, event => held.delete(event.pointerId));
  // A drag that ends on a node doesn't open it.
  picture.addEventListener("click", event => { if (moved > 5) { event.preventDefault(); event.stopPropagation(); } }, true);
  picture.addEventListener("dragstart", event => event.preventDefault());
  picture.addEventListener("wheel", event => {
    if (!wheel && !event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * .0016), event.clientX - box().left, event.clientY - box().top);
  }, { passive: false });
  requestAnimationFrame(begin);
  return { zoom, fit };
}

function arrow(id, live) {
  return svg("marker", { id, class: live ? "live" : null, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" },
    svg("path", { d: "M0,0.6 L8,4 L0,7.4z" }));
}

function drawNode(node, place, focus, rows) {
  const state = verdict(node);
  const head = rows ? 26 : place.h;
  return svg("a", {
    href: nodeLink(node), class: `node ${groupClass(node)} ${state} ${node.id === focus ? "focus" : ""}`, "data-id": node.id,
    transform: `translate(${place.x} ${place.y})`,
  },
    svg("title", {}, `${node.name} · ${node.materialized || node.kind}${node.result ? ` · ${node.result.status}` : ""}`),
    svg("rect", { class: "box", width: place.w, height: place.h, rx: 7 }),
    svg("path", { class: "side", d: `M7,0 H5 A5,5 0 0 0 0,5 V${place.h - 5} A5,5 0 0 0 5,${place.h} H7 z` }),
    svg("text", { x: 16, y: rows ? 17 : head / 2 - 2 }, shortened(node.name, place.w - 40)),
    rows ? null : svg("text", { class: "sub", x: 16, y: head / 2 + 12 }, isTest(node) ? node.rule || "test" : node.materialized || node.kind),
    state ? svg("circle", { class: "dot-mark", cx: place.w - 13, cy: rows ? 13 : head / 2, r: 3.6 }) : null);
}

const widthOf = name => Math.min(270, Math.max(128, name.length * 7.2 + 44));

/** The nodes of these ids, joined as they depend on each other. */
function drawGraph(ids, { focus = null, height = 360, wheel = false } = {}) {
  const shown = [...ids].map(id => nodes.get(id)).sort(byName);
  const links = shown.flatMap(node => node.parents.filter(parent => ids.has(parent)).map(from => ({ from, to: node.id })));
  const plan = layered(shown.map(node => ({ id: node.id, w: widthOf(node.name), h: 44 })), links);
  const edges = links.map(({ from, to }) => {
    const [source, target] = [plan.places.get(from), plan.places.get(to)];
    return { from, to, path: svg("path", {
      class: "edge", "marker-end": "url(#tip)", "data-from": from, "data-to": to,
      d: curve({ x: source.x + source.w, y: source.y + source.h / 2 }, plan.routes.get(`${from}\n${to}`) ?? [], { x: target.x - 2, y: target.y + target.h / 2 }),
    }) };
  });
  const boxes = new Map(shown.map(node => [node.id, drawNode(node, plan.places.get(node.id), focus)]));
  const frame = picture([edges.map(edge => edge.path), ...boxes.values()], plan, { height, wheel, centre: middleOf(plan.places.get(focus)), label: `Lineage of ${shown.length} nodes` });

  const within = field => id => nodes.get(id)[field].filter(other => ids.has(other));
  const trace = id => {
    const up = id && reach([id], within("parents")), down = id && reach([id], within("children"));
    frame.element.classList.toggle("tracing", Boolean(id));
    for (const [other, box] of boxes) box.classList.toggle("on", Boolean(id) && (up.has(other) || down.has(other)));
    for (const { from, to, path } of edges) mark(path, Boolean(id) && (up.has(from) && up.has(to) || down.has(from) && down.has(to)));
  };
  for (const [id, box] of boxes) {
    for (const on of ["pointerenter", "focus"]) box.addEventListener(on, () => trace(id));
    for (const off of ["pointerleave", "blur"]) box.addEventListener(off, () => trace(null));
  }
  return frame;
}

function mark(path, on) {
  path.classList.toggle("on", on);
  path.setAttribute("marker-end", on ? "url(#tip-live)" : "url(#tip)");
}

const middleOf = place => place && { x: place.x + place.w / 2, y: place.y + place.h / 2 };

/** As high as asked for on a page of its own; else as high as it needs, and no higher than that. */
function picture(parts, plan, { height, wheel, centre, label }) {
  if (!wheel) {
    const scale = wholeScale(plan, byId("main").clientWidth - 96, height);
    height = Math.min(height, Math.max(140, plan.height * (scale < readable ? .7 : scale) + 56));
  }
  const content = svg("g", {}, parts);
  const drawing = svg("svg", { height, role: "group", "aria-label": label }, svg("defs", {}, arrow("tip", false), arrow("tip-live", true)), content);
  const element = h("div", { class: `graph ${wheel ? "" : "inline"}` }, drawing);
  return { element, drawing, ...zoomable(drawing, content, plan, { wheel, centre }) };
}

function zoomButtons(frame) {
  return h("span", { class: "right" },
    h("button", { class: "small", "aria-label": "Zoom out", onclick: () => frame.zoom(.8) }, "−"),
    h("button", { class: "small", "aria-label": "Zoom in", onclick: () => frame.zoom(1.25) }, "+"),
    h("button", { class: "small", onclick: () => frame.fit() }, "Fit"));
}

function legend(shown) {
  const present = new Set(shown.map(groupName));
  const names = [...groups.keys()].filter(name => present.has(name));
  return h("div", { class: "legend" }, names.map(name => h("span", { class: `g${groups.get(name) ?? 7}` }, h("i", { class: "dot" }), name)));
}

function graphPage(query) {
  const focus = nodes.has(query.get("focus")) ? query.get("focus") : null;
  const up = Number(query.get("up") ?? 2), down = Number(query.get("down") ?? 2);
  const tests = query.get("tests") === "1";
  const keep = node => inGraph(node) && (tests || !isTest(node));
  const go = changes => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) if (value === "" || value === null) next.delete(name); else next.set(name, value);
    location.hash = `#/graph?${next}`;
  };
  const ids = focus ? around(focus, up, down, keep) : new Set([...nodes.values()].filter(keep).map(node => node.id));
  const frame = drawGraph(ids, { focus, height: Math.max(360, innerHeight - 215), wheel: true });
  const choices = Object.keys(kinds).filter(kind => kind !== "macro" && (tests || !isTest({ kind }))).map(kind => [kind, ofKind(kind)]).filter(([, list]) => list.length);
  const steps = (name, label, value) => h("label", {}, label, h("input", { type: "number", min: 0, max: 20, value, disabled: !focus, onchange: event => go({ [name]: event.target.value }) }));
  return { title: "Lineage", wide: true, parts: [
    h("h1", {}, "Lineage"),
    h("div", { class: "controls" },
      h("label", {}, "Show", h("select", { onchange: event => go({ focus: event.target.value }) },
        h("option", { value: "" }, "the whole project"),
        choices.map(([kind, list]) => h("optgroup", { label: kinds[kind] }, list.map(node => h("option", { value: node.id, selected: node.id === focus }, node.name)))))),
      steps("up", "steps up", up), steps("down", "steps down", down),
      h("label", {}, h("input", { type: "checkbox", checked: tests, onchange: event => go({ tests: event.target.checked ? "1" : "" }) }), "tests"),
      h("span", { class: "quiet" }, `${ids.size} nodes`),
      zoomButtons(frame)),
    frame.element,
    legend([...ids].map(id => nodes.get(id))),
  ] };
}

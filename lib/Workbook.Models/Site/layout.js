// Layers from left to right. An edge that skips layers gets a place of its own in each of them, so that it runs between
// the nodes and never through one.

function ranked(ids, parents, children) {
  const rank = new Map();
  const visit = (id, path) => {
    if (rank.has(id)) return rank.get(id);
    if (path.has(id)) return 0; // a cycle, which a project can't have; drawn anyhow
    path.add(id);
    const value = Math.max(-1, ...parents.get(id).map(parent => visit(parent, path))) + 1;
    path.delete(id);
    rank.set(id, value);
    return value;
  };
  ids.forEach(id => visit(id, new Set()));
  // What begins a path stands right before the first that uses it.
  for (const id of ids)
    if (!parents.get(id).length && children.get(id).length)
      rank.set(id, Math.max(0, Math.min(...children.get(id).map(child => rank.get(child))) - 1));
  return rank;
}

/** The places nearest to those wished for that keep the order and the distances: pools of neighbours that would overlap share a mean. */
function spread(cells, wishes, gap) {
  const pools = [];
  let offset = 0;
  cells.forEach((cell, at) => {
    if (at) offset += cells[at - 1].h / 2 + cell.h / 2 + gap(cells[at - 1], cell);
    const weight = cell.node ? 1 : 2;
    let pool = { sum: (wishes[at] - offset) * weight, weight, cells: [[cell, offset]] };
    while (pools.length && pools.at(-1).sum / pools.at(-1).weight >= pool.sum / pool.weight) {
      const before = pools.pop();
      pool = { sum: before.sum + pool.sum, weight: before.weight + pool.weight, cells: [...before.cells, ...pool.cells] };
    }
    pools.push(pool);
  });
  for (const pool of pools)
    for (const [cell, at] of pool.cells) cell.y = pool.sum / pool.weight + at;
}

function crossings(layers) {
  let count = 0;
  for (const layer of layers.slice(1)) {
    const pairs = layer.flatMap((cell, at) => cell.before.map(parent => [parent.order, at]));
    for (let i = 0; i < pairs.length; i++)
      for (let j = i + 1; j < pairs.length; j++)
        if ((pairs[i][0] - pairs[j][0]) * (pairs[i][1] - pairs[j][1]) < 0) count++;
  }
  return count;
}

function ordered(layers) {
  const number = () => layers.forEach(layer => layer.forEach((cell, at) => { cell.order = at; }));
  const mean = (cells, self) => cells.length ? cells.reduce((sum, cell) => sum + cell.order, 0) / cells.length : self.order;
  number();
  let best = layers.map(layer => [...layer]);
  let fewest = crossings(layers);
  for (let sweep = 0; sweep < 14 && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const place = new Map(layer.map(cell => [cell, mean(down ? cell.before : cell.after, cell)]));
      layer.sort((one, other) => place.get(one) - place.get(other) || one.order - other.order);
      layer.forEach((cell, at) => { cell.order = at; });
    }
    const count = crossings(layers);
    if (count < fewest) { fewest = count; best = layers.map(layer => [...layer]); }
  }
  layers.forEach((layer, at) => layer.splice(0, layer.length, ...best[at]));
  number();
}

/**
 * boxes: {id, w, h}; links: {from, to} between them, each pair once.
 * Returns the boxes' places by id and for each link the places it has in the layers between, as {left, right, y}.
 */
function layered(boxes, links, { columnGap = 72, rowGap = 14 } = {}) {
  const ids = boxes.map(box => box.id);
  const known = new Set(ids);
  links = links.filter(link => known.has(link.from) && known.has(link.to) && link.from !== link.to);
  const parents = new Map(ids.map(id => [id, []])), children = new Map(ids.map(id => [id, []]));
  for (const { from, to } of links) { parents.get(to).push(from); children.get(from).push(to); }
  const rank = ranked(ids, parents, children);

  const layers = Array.from({ length: Math.max(0, ...rank.values()) + 1 }, () => []);
  const cells = new Map();
  for (const box of boxes) {
    const cell = { node: box, w: box.w, h: box.h, before: [], after: [], y: 0 };
    cells.set(box.id, cell);
    layers[rank.get(box.id)].push(cell);
  }
  const routes = new Map();
  for (const { from, to } of links) {
    const route = [];
    let last = cells.get(from);
    for (let layer = rank.get(from) + 1; layer < rank.get(to); layer++) {
      const bend = { node: null, w: 0, h: 4, before: [last], after: [], y: 0, layer };
      last.after.push(bend);
      layers[layer].push(bend);
      route.push(bend);
      last = bend;
    }
    last.after.push(cells.get(to));
    cells.get(to).before.push(last);
    routes.set(`${from}\n${to}`, route);
  }

  ordered(layers);
  const gap = (one, other) => one.node && other.node ? rowGap : rowGap * .7;
  const mean = cells => cells.reduce((sum, cell) => sum + cell.y, 0) / cells.length;
  for (const layer of layers) spread(layer, layer.map((_, at) => at * 10), gap);
  for (const layer of layers) {
    const middle = layer.length ? (layer[0].y + layer.at(-1).y) / 2 : 0;
    layer.forEach(cell => { cell.y -= middle; });
  }
  for (let sweep = 0; sweep < 24; sweep++)
    for (const layer of sweep % 2 ? [...layers].reverse() : layers) {
      const side = sweep % 2 ? "after" : "before";
      spread(layer, layer.map(cell => sweep > 18 && cell.before.length + cell.after.length ? mean([...cell.before, ...cell.after])
        : cell[side].length ? mean(cell[side]) : cell.y), gap);
    }

  const all = layers.flat();
  const top = all.length ? Math.min(...all.map(cell => cell.y - cell.h / 2)) : 0;
  let x = 0;
  for (const layer of layers) {
    const width = Math.max(0, ...layer.map(cell => cell.w));
    layer.forEach(cell => { cell.left = x; cell.right = x + width; cell.y -= top; });
    x += width + columnGap;
  }
  return {
    places: new Map([...cells].map(([id, cell]) => [id, { x: cell.left, y: cell.y - cell.h / 2, w: cell.right - cell.left, h: cell.h }])),
    routes: new Map([...routes].map(([key, bends]) => [key, bends.map(({ left, right, y }) => ({ left, right, y }))])),
    width: Math.max(0, x - columnGap),
    height: Math.max(0, ...all.map(cell => cell.y + cell.h / 2)),
  };
}

/** A curve in each gap between layers, a straight line through each layer. */
function curve(start, bends, end) {
  let path = `M${start.x},${start.y}`;
  let [x, y] = [start.x, start.y];
  for (const bend of [...bends, { left: end.x, right: end.x, y: end.y }]) {
    const middle = (x + bend.left) / 2;
    path += `C${middle},${y} ${middle},${bend.y} ${bend.left},${bend.y}`;
    if (bend.right > bend.left) path += `H${bend.right}`;
    [x, y] = [bend.right, bend.y];
  }
  return path;
}

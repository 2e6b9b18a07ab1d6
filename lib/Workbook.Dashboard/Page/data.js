// The figures: for each tile its rows for every state of the slicers that cut it, column by column.
let book;

// What a part of the page holds, packed with gzip. Not through a Blob: its stream is another process's, which takes longer.
function unpack(id) {
  const text = atob(document.getElementById(id).textContent), bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new ReadableStream({ start(to) { to.enqueue(bytes); to.close(); } });
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")));
}

// The page's policy knows plotly.js by its hash: it is put in just as it is.
async function openPlotly() {
  const source = await unpack("plotly").text();
  document.head.append(element("script", {}, source));
}

async function openBook() {
  book = await unpack("data").json();
  // A state is the place of the period and of each slicer's member; then comes how many rows it has.
  const places = 1 + book.slicers.length;
  for (const [id, tile] of Object.entries(book.tiles)) {
    tile.id = id;
    tile.index = new Map();
    for (let at = 0, start = 0; at < tile.states.length; at += places + 1) {
      tile.index.set(tile.states.slice(at, at + places).join(), [start, tile.states[at + places]]);
      start += tile.states[at + places];
    }
    tile.measure = Object.fromEntries(tile.measures.map(measure => [measure.column, measure]));
  }
}

const place = (list, value) => value === null ? -1 : list.indexOf(value);
const periodOf = state => book.periods.find(period => period.id === state.period);
const isCutBy = (tile, slicer) => tile.cuts.includes(slicer);

function rowsOf(tile, state) {
  const key = [
    isCutBy(tile, "period") ? book.periods.findIndex(period => period.id === state.period) : -1,
    ...book.slicers.map(slicer => isCutBy(tile, slicer.id) ? place(slicer.members, state[slicer.id]) : -1),
  ].join();
  const [start, count] = tile.index.get(key) ?? [0, 0];
  const rows = Array.from({ length: count }, (_, at) => Object.fromEntries(Object.entries(tile.columns).map(([name, column]) =>
    [name, Array.isArray(column) ? column[start + at] : column.at[start + at] < 0 ? null : column.texts[column.at[start + at]]])));
  if (!tile.dayColumn) return rows;
  const period = periodOf(state), isLast = period.to === book.asOf;
  return rows.filter(row => row[tile.dayColumn] >= period.from && (isLast || row[tile.dayColumn] <= period.to));
}

// The query that the tile's figures equal, in this state.
function sqlOf(tile, state) {
  const set = book.slicers.filter(slicer => isCutBy(tile, slicer.id) && state[slicer.id] !== null);
  const quoted = text => text.replaceAll("'", "''");
  const period = periodOf(state);
  const sql = tile.sql[set.map(slicer => slicer.id).join()].replaceAll("1111-11-11", period.from).replaceAll("2222-12-22", period.to);
  return set.reduce((text, slicer) => text.replaceAll(`§${slicer.id}`, quoted(state[slicer.id])), sql);
}

// What the page shows stands in its address: a bookmark brings it back. Each slicer's member stands by the slicer's id.
const state = { page: null, persona: null, period: null, drill: [], open: null };

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  const known = (name, list, otherwise) => list.includes(given.get(name)) ? given.get(name) : otherwise;
  state.persona = known("persona", book.personas.map(persona => persona.id), book.personas[0].id);
  const persona = personaOf();
  state.page = known("page", pagesShown().map(page => page.id), pagesShown().some(page => page.id === persona.page) ? persona.page : pagesShown()[0].id);
  state.period = known("period", book.periods.map(period => period.id), persona.period);
  for (const slicer of book.slicers) state[slicer.id] = known(slicer.id, slicer.members, null);
  state.drill = given.has("drill") ? given.get("drill").split("/").map(decodeURIComponent) : [];
  state.open = given.get("open");
}

function addressOf(changes) {
  const next = { ...state, ...changes }, parts = new URLSearchParams();
  for (const name of ["page", "persona", "period", ...book.slicers.map(slicer => slicer.id), "open"])
    if (next[name] !== null) parts.set(name, next[name]);
  if (next.drill.length > 0) parts.set("drill", next.drill.map(encodeURIComponent).join("/"));
  return "#" + parts;
}

function go(changes) {
  location.hash = addressOf(changes);
}

const personaOf = () => book.personas.find(persona => persona.id === state.persona);
const tilesOf = page => page.tiles.filter(id => personaOf().tiles === null || personaOf().tiles.includes(id));
const pagesShown = () => book.pages.filter(page => tilesOf(page).length > 0);

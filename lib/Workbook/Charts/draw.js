// Draws a figure into each place that was made for it, once the place is on the page (front ends run an output's scripts
// before they attach it) and plotly.js is there (the page's first chart brings it, and outputs may arrive in any order).
function (id, figure) {
  var patience = 10000, begun = Date.now(), pause = 20;
  Promise.resolve(figure).then(function (figure) {
    if (typeof figure === 'string') figure = JSON.parse(figure);
    (function draw() {
      document.querySelectorAll('[data-chart="' + id + '"]:not([data-drawn])').forEach(function (place) {
        if (!window.Plotly) {
          if (!window.DecompressionStream)
            place.textContent = 'This chart is drawn by browsers that have DecompressionStream (any since 2023).';
          else if (Date.now() - begun > patience)
            place.textContent = 'This chart needs plotly.js, which the first chart of the page brings. Run all cells again; if that does not help, restart the kernel first.';
          return;
        }
        place.setAttribute('data-drawn', '');
        place.textContent = '';
        // A copy: plotly.js writes into what it is given, and the same figure may be on the page twice.
        var copy = JSON.parse(JSON.stringify(figure)), layout = copy.layout || {};
        var template = (layout.template || {}).layout || {};
        // What lets the page shine through takes its colour of letters, too.
        if ((layout.paper_bgcolor || template.paper_bgcolor) === 'rgba(0,0,0,0)')
          layout.font = Object.assign({ color: getComputedStyle(place).color }, layout.font);
        window.Plotly.newPlot(place, copy.data, layout, Object.assign({ responsive: true }, copy.config));
      });
      pause = Math.min(1000, pause * 1.2);
      if (Date.now() - begun < 60 * patience) setTimeout(draw, pause);
    })();
  });
}

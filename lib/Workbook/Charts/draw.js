// Draws a figure into each place that was made for it, once the place is on the page (front ends run an output's scripts
// before they attach it) and plotly.js is there (the page's first chart brings it, and outputs may arrive in any order).
function (id, figure, adapts) {
  var patience = 10000, begun = Date.now(), pause = 20;
  (function draw() {
    document.querySelectorAll('[data-chart="' + id + '"]:not([data-drawn])').forEach(function (place) {
      if (!window.Plotly) {
        if (Date.now() - begun > patience)
          place.textContent = 'This chart needs plotly.js, which the first chart of the page brings: run that cell again.';
        return;
      }
      place.setAttribute('data-drawn', '');
      place.textContent = '';
      // A copy: plotly.js writes into what it is given, and the same figure may be on the page twice.
      var layout = JSON.parse(JSON.stringify(figure.layout));
      if (adapts) layout.font = { color: getComputedStyle(place).color };
      window.Plotly.newPlot(place, JSON.parse(JSON.stringify(figure.data)), layout, figure.config);
    });
    pause = Math.min(1000, pause * 1.2);
    if (Date.now() - begun < 60 * patience) setTimeout(draw, pause);
  })();
}

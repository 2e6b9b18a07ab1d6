// Brings plotly.js onto the page, once, whoever asks. Loaders that a front end may have (require.js, Electron's module) are
// hidden from it: they would take it for themselves.
function (unpack, packed) {
  if (window.Plotly || window.plotlyIsComing) return;
  window.plotlyIsComing = true;
  new Promise(function (done) { done(unpack(packed)); }).then(function (source) {
    var script = document.createElement('script');
    script.textContent = '(function (define, module, exports, require) {' + source + '\n}).call(window);';
    document.head.appendChild(script).remove();
  }).catch(function (fault) {
    window.plotlyIsComing = false;
    console.error('plotly.js could not be unpacked.', fault);
  });
}

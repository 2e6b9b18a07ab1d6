// What was packed with gzip, as text. Not through a Blob: its stream is another process's, which takes longer.
function (packed) {
  var text = atob(packed), bytes = new Uint8Array(text.length);
  for (var at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  var stream = new ReadableStream({ start: function (to) { to.enqueue(bytes); to.close(); } });
  return new Response(stream.pipeThrough(new DecompressionStream('gzip'))).text();
}

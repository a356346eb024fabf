if (!window.Plotly && !window.polyvitPlotly) window.polyvitPlotly = (async () => {
  const packed = Uint8Array.from(atob("PACKED"), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(stream).text();
  // A page with require.js would swallow what the module exports: the names that it looks for are hidden.
  const script = document.createElement("script");
  script.text = "(function(define,module,exports,require){" + source + "\n}).call(window)";
  document.head.appendChild(script).remove();
})().catch(() => { window.polyvitPlotly = null; });

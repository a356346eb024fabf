(function () {
  const figure = "FIGURE", address = "ADDRESS";
  let tries = 0;
  // Some viewers move scripts elsewhere, and a notebook may show a chart twice: all its places are looked for.
  const places = () => document.querySelectorAll('.polyvit-chart[data-figure="MARK"]:not([data-drawn])');
  function draw(place) {
    const f = structuredClone(figure);
    place.dataset.drawn = "";
    place.textContent = "";
    // On a clear ground the page's ink is the right one: the page may be dark.
    if (f.layout.paper_bgcolor === "rgba(0,0,0,0)")
      f.layout.font = Object.assign({}, f.layout.font, { color: getComputedStyle(place).color });
    Plotly.newPlot(place, f.data, f.layout, { responsive: true, displaylogo: false });
  }
  function fetchPlotly() {
    if (window.polyvitFetched) return;
    window.polyvitFetched = true;
    if (window.require && window.define && define.amd) {
      require([address.slice(0, -3)], p => { window.Plotly = p; });
      return;
    }
    const script = document.createElement("script");
    script.src = address;
    document.head.appendChild(script);
  }
  function next() {
    const left = places();
    if (window.Plotly && left.length) return left.forEach(draw);
    const network = document.querySelector('.polyvit-plotly[data-source="cdn"]');
    if (!window.Plotly && !window.polyvitPlotly && (network || tries > 60)) fetchPlotly();
    if (tries++ < 600) return setTimeout(next, 50);
    for (const place of left)
      if (!place.firstChild) place.textContent = "plotly.js is missing: run the first cells again.";
  }
  next();
})();

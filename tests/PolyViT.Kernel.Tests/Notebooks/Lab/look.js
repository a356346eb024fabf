// Looks at the charts of a page when it has come to rest, and writes what it saw into the page.
(async () => {
  // While this document is open, the page counts as loading.
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.contentDocument.open();

  async function colours(src) {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
  }

  async function seen(find, what) {
    const found = [];
    for (const e of document.querySelectorAll(find))
      if (e.offsetWidth > 10 && e.offsetHeight > 10)
        found.push(await what(e));
    return found;
  }

  const drawn = () => {
    const charts = [...document.querySelectorAll('.polyvit-chart')];
    return charts.length && charts.every(c => c.querySelector('.main-svg'));
  };
  // Without plotly.js on the way, as in an untrusted notebook, the pictures are all that comes.
  const mayDraw = () => window.Plotly || window.polyvitPlotly;
  for (let i = 0; i < (mayDraw() ? 300 : 20) && !drawn(); i++)
    await new Promise(done => setTimeout(done, 100));
  const out = document.createElement('pre');
  out.id = 'seen';
  try {
    out.textContent = JSON.stringify({
      live: await seen('.js-plotly-plot', async e => colours(await Plotly.toImage(e, { format: 'png' }))),
      still: await seen('.polyvit-chart img[src^="data:image/png"]', e => colours(e.src)),
      others: await seen(':not(.polyvit-chart) > img[src^="data:image/png"]', e => colours(e.src)),
    });
  } catch (error) {
    out.textContent = String(error);
  }
  document.body.appendChild(out);
  frame.contentDocument.close();
})();

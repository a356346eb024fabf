// JupyterLab's own view of outputs: what its application shows of a notebook, trusted or not.
import { OutputArea, OutputAreaModel } from '@jupyterlab/outputarea';
import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

const { notebook, trusted } = JSON.parse(document.getElementById('notebook').textContent);

// Jupyter's server joins the lines of a file before the application gets them.
const joined = value => (Array.isArray(value) ? value.join('') : value);
function served(output) {
  const result = { ...output };
  if (output.text)
    result.text = joined(output.text);
  if (output.data)
    result.data = Object.fromEntries(Object.entries(output.data)
      .map(([type, value]) => [type, type.endsWith('json') ? value : joined(value)]));
  return result;
}

const rendermime = new RenderMimeRegistry({ initialFactories: standardRendererFactories });
for (const cell of notebook.cells.filter(c => c.cell_type === 'code')) {
  const model = new OutputAreaModel({ trusted, values: cell.outputs.map(served) });
  Widget.attach(new OutputArea({ model, rendermime }), document.body);
}

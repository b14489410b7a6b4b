#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/top.safetensors: small blocks behind stride 16 and a head, what PyTorch makes of two
maps with them (pooled numbers and regions, standardised and clipped), and the gradient of every tensor, by name.

usage: make-top-goldens.py [OUT]    (packages of model/requirements.txt)

All numbers come from numbers() below, which tests/train/net-case.c repeats.
"""
import os
import sys

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'model'))
import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

from modelfile import write_safetensors  # noqa: E402

IN, HEAD, LEADING, PHOTOMETRY = 8, 24, 10, 95
BLOCKS = ((8, 20, 12, 5, 2), (12, 20, 12, 5, 1), (12, 36, 12, 5, 1), (12, 20, 12, 3, 1), (12, 20, 16, 3, 1))    # in, wide, out, size, stride
SIZES = ((8, 6), (4, 10))       # columns, rows


def numbers(seed, *shape):
    """-1 .. 1 from a linear congruential generator."""
    state, x = (seed * 2654435761 + 1) % 2 ** 32, []
    for _ in range(int(np.prod(shape))):
        state = (state * 1664525 + 1013904223) % 2 ** 32
        x.append((state >> 8) / 8388608 - 1)
    return torch.tensor(x, dtype=torch.float32).reshape(shape)


def same(x, size, stride):
    """TensorFlow's padding: what is odd goes right and bottom."""
    pads = []
    for n in (x.shape[3], x.shape[2]):
        all_ = max((-(-n // stride) - 1) * stride + size - n, 0)
        pads += [all_ // 2, all_ - all_ // 2]
    return F.pad(x, pads)


def main():
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'tests', 'golden')
    weights = {}
    for i, (n_in, wide, n_out, size, _) in enumerate(BLOCKS):
        for part, shape, fan in (('expand', (wide, n_in), n_in), ('depthwise', (size * size, wide), size * size), ('project', (n_out, wide), wide)):
            name = f'block.{11 + i}.{part}'
            weights[name + '.weight'] = numbers(len(weights), *shape) * 2 / fan ** .5
            weights[name + '.bias'] = numbers(len(weights), shape[1] if part == 'depthwise' else shape[0]) * .5
    weights['head.weight'] = numbers(len(weights), HEAD, BLOCKS[-1][2]) * .5
    weights['head.bias'] = numbers(len(weights), HEAD)
    for w in weights.values():
        w.requires_grad_(True)

    n_pooled, last = LEADING + 2 * BLOCKS[-1][2] + 2 * HEAD, BLOCKS[-1][2]
    mean_g, sd_g = numbers(70, n_pooled + PHOTOMETRY) * .2, numbers(71, n_pooled + PHOTOMETRY) * .2 + .4
    mean_r, sd_r = numbers(72, IN + HEAD) * .2, numbers(73, IN + HEAD) * .2 + .4
    pooled, regions = [], []
    for p, (columns, rows) in enumerate(SIZES):
        x = numbers(50 + p, rows, columns, IN).half().float()
        raw = numbers(60 + p, n_pooled + PHOTOMETRY)
        x = x.permute(2, 0, 1)[None]
        low = F.avg_pool2d(x, 2)
        for i, (n_in, wide, n_out, size, stride) in enumerate(BLOCKS):
            w = {k: weights[f'block.{11 + i}.{k}'] for k in ('expand.weight', 'expand.bias', 'depthwise.weight', 'depthwise.bias',
                                                             'project.weight', 'project.bias')}
            y = F.relu6(F.conv2d(x, w['expand.weight'][:, :, None, None], w['expand.bias']))
            y = F.conv2d(same(y, size, stride), w['depthwise.weight'].T.reshape(wide, 1, size, size), w['depthwise.bias'], stride, groups=wide)
            y = F.conv2d(F.relu6(y), w['project.weight'][:, :, None, None], w['project.bias'])
            x = x + y if stride == 1 and n_in == n_out else y
        h = F.relu6(F.conv2d(x, weights['head.weight'][:, :, None, None], weights['head.bias']))
        g = torch.cat([raw[:LEADING], x[0].flatten(1).mean(1), x[0].flatten(1).std(1), h[0].flatten(1).mean(1), h[0].flatten(1).amax(1), raw[n_pooled:]])
        pooled.append(((g - mean_g) / sd_g).clamp(-6, 6))
        r = torch.cat([low, h], 1)[0].flatten(1).T
        regions.append(((r - mean_r) / sd_r).clamp(-6, 6))
    pooled, regions = torch.stack(pooled), torch.cat(regions)
    loss = (pooled * numbers(80, *pooled.shape)).sum() + (regions * numbers(81, *regions.shape)).sum()
    loss.backward()
    assert last == 16
    tensors = dict(weights, **{'grad.' + k: w.grad for k, w in weights.items()})
    tensors.update(pooled=pooled, regions=regions)
    write_safetensors(os.path.join(out, 'top.safetensors'),
                      {k: ('F32', tuple(t.shape), t.detach().numpy().astype('<f4').tobytes()) for k, t in tensors.items()})


if __name__ == '__main__':
    main()

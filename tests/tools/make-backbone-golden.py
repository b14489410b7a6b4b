# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/backbone.safetensors: a small picture and what every block of EfficientNet-Lite0
makes of it in PyTorch, for test-mcn-backbone.

usage: make-backbone-golden.py [MODEL [OUT]]

The graph, with its paddings, is the package's own (efficientnet-lite-pytorch); only the weights are
those of MODEL/backbone.safetensors, so the test also finds a mistake in the conversion.
"""
import os
import sys

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'model'))
from modelfile import read_safetensors, write_safetensors  # noqa: E402

WIDTH, HEIGHT = 96, 64


class Bias(torch.nn.Module):
    """Stands for a batch norm that is folded into the convolution before it."""
    def __init__(self, bias):
        super().__init__()
        self.bias = bias.view(1, -1, 1, 1)

    def forward(self, x):
        return x + self.bias


def network(path):
    def tensor(name):
        dtype, shape, data = weights[name]
        return torch.from_numpy(np.frombuffer(data, {'F16': '<f2', 'F32': '<f4'}[dtype]).reshape(shape).astype(np.float32))

    def pointwise(conv, name):
        w = tensor(name + '.weight')
        conv.weight.data = w.view(*w.shape, 1, 1)
        return Bias(tensor(name + '.bias'))

    weights = read_safetensors(path)
    net = EfficientNet.from_name('efficientnet-lite0').eval()
    net._conv_stem.weight.data = tensor('stem.weight').view(-1, 3, 3, 3).permute(0, 3, 1, 2).contiguous()
    net._bn0 = Bias(tensor('stem.bias'))
    for i, block in enumerate(net._blocks):
        if i > 0:
            block._bn0 = pointwise(block._expand_conv, f'block.{i}.expand')
        taps = tensor(f'block.{i}.depthwise.weight')
        size = block._depthwise_conv.weight.shape[2]
        block._depthwise_conv.weight.data = taps.T.reshape(-1, 1, size, size).contiguous()
        block._bn1 = Bias(tensor(f'block.{i}.depthwise.bias'))
        block._bn2 = pointwise(block._project_conv, f'block.{i}.project')
    net._bn1 = pointwise(net._conv_head, 'head')
    return net


def picture():
    """A coarse random pattern, smoothed, with noise on it: edges, flat parts and extremes."""
    rng = np.random.RandomState(4)
    coarse = torch.from_numpy(rng.uniform(-60, 320, (1, 3, HEIGHT // 16, WIDTH // 16)))
    smooth = torch.nn.functional.interpolate(coarse, (HEIGHT, WIDTH), mode='bicubic')[0].permute(1, 2, 0).numpy()
    return np.clip(np.round(smooth + rng.normal(0, 6, smooth.shape)), 0, 255).astype(np.uint8)


@torch.no_grad()
def main():
    model = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'model')
    out = sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, 'tests', 'golden', 'backbone.safetensors')
    net = network(os.path.join(model, 'backbone.safetensors'))
    rgb = picture()
    golden = {'picture': ('I8', rgb.shape, (rgb.astype(np.int16) - 128).astype(np.int8).tobytes())}

    def keep(name, x):
        x = x[0].permute(1, 2, 0).contiguous().numpy().astype('<f4')
        golden[name] = ('F32', x.shape, x.tobytes())

    x = (torch.from_numpy(rgb).permute(2, 0, 1)[None].float() - 127) / 128
    x = net._swish(net._bn0(net._conv_stem(x)))
    pooled = []
    for i, block in enumerate(net._blocks):
        x = block(x)
        keep(f'block.{i}', x)
        if i in (0, 2, 4, 10, 15):
            pooled += [x.mean((2, 3))[0], x.std((2, 3))[0]]
    x = net._swish(net._bn1(net._conv_head(x)))
    keep('head', x)
    pooled = torch.cat(pooled + [x.mean((2, 3))[0], x.amax((2, 3))[0]]).numpy().astype('<f4')
    golden['pooled'] = ('F32', pooled.shape, pooled.tobytes())
    write_safetensors(out, golden)


if __name__ == '__main__':
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine beside onnxruntime on the same weights, turn by turn in one run: milliseconds and ratios
(ours / onnxruntime; below 1 we are faster) for the backbone at 320 x 224, for MiniLM on one sentence
of 20 tokens and on a batch of 8 x 24, and for loading. Needs numpy, onnx and onnxruntime.

usage: compare-onnxruntime.py BENCH_ENGINE MODEL [ROUNDS]

The transformer is given to onnxruntime in its own fused operators (Attention, SkipLayerNormalization,
Gelu), the convolutions with its highest graph optimisation.
"""
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'model'))
from modelfile import read_safetensors  # noqa: E402

STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]
HEADS = 12


def tensors(path):
    dtypes = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1'}
    return {k: np.frombuffer(data, dtypes[dtype]).reshape(shape).astype(np.float32)
            for k, (dtype, shape, data) in read_safetensors(path).items() if dtype in dtypes}


class Graph:
    def __init__(self):
        self.nodes, self.initializers = [], []

    def constant(self, name, value):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op, inputs, name, domain='', **attributes):
        self.nodes.append(helper.make_node(op, inputs, [name], domain=domain, **attributes))
        return name

    def model(self, x, y):
        output = helper.make_tensor_value_info(y, TensorProto.FLOAT, None)
        graph = helper.make_graph(self.nodes, 'g', [x], [output], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17), helper.make_opsetid('com.microsoft', 1)])
        model.ir_version = 8
        return model.SerializeToString()


def backbone(path, width, height):
    w, g = tensors(path), Graph()
    g.constant('zero', np.float32(0))
    g.constant('six', np.float32(6))

    def convolution(x, name, weight, size=1, stride=1, group=1, relu=True):
        pad = max(size - stride, 0)
        y = g.node('Conv', [x, g.constant(name + '.w', weight), g.constant(name + '.b', w[name + '.bias'])], name,
                   kernel_shape=[size] * 2, strides=[stride] * 2, group=group,
                   pads=[pad // 2, pad // 2, pad - pad // 2, pad - pad // 2])
        return g.node('Clip', [y, 'zero', 'six'], name + '.clip') if relu else y

    def pointwise(x, name, relu=True):
        return convolution(x, name, w[name + '.weight'][:, :, None, None], relu=relu)

    x = convolution('x', 'stem', w['stem.weight'].reshape(-1, 3, 3, 3).transpose(0, 3, 1, 2), 3, 2)
    for i, stride in enumerate(STRIDES):
        y = pointwise(x, f'block.{i}.expand') if i else x
        taps = w[f'block.{i}.depthwise.weight']
        size = int(len(taps) ** .5)
        y = convolution(y, f'block.{i}.depthwise', taps.T.reshape(-1, 1, size, size), size, stride, taps.shape[1])
        y = pointwise(y, f'block.{i}.project', False)
        same = i and stride == 1 and len(w[f'block.{i}.project.bias']) == w[f'block.{i}.expand.weight'].shape[1]
        x = g.node('Add', [y, x], f'block.{i}') if same else y
    x = pointwise(x, 'head')
    return g.model(helper.make_tensor_value_info('x', TensorProto.FLOAT, [1, 3, height, width]), x)


def text(path):
    w, g = tensors(path), Graph()
    words = w['we'] * w['we_scale'].reshape(-1, 1) if 'we_scale' in w else w['we']
    ms = 'com.microsoft'

    def linear(x, name):
        y = g.node('MatMul', [x, g.constant(name + '.w', w[name + 'w'].T)], name + '.product')
        return g.node('Add', [y, g.constant(name + '.b', w[name + 'b'])], name)

    def norm(x, skip, name):
        return g.node('SkipLayerNormalization', [x, skip, g.constant(name + '.w', w[name + 'w']), g.constant(name + '.b', w[name + 'b'])],
                      name, ms, epsilon=1e-12)

    n = g.node('Shape', ['x'], 'n', start=1, end=2)
    g.constant('first', np.array([0], np.int64))
    g.constant('axis', np.array([0], np.int64))
    g.constant('positions', w['pe'] + w['te'].reshape(1, -1))
    p = g.node('Unsqueeze', [g.node('Slice', ['positions', 'first', n, 'axis'], 'p'), 'axis'], 'p3')
    x = g.node('Gather', [g.constant('words', words), 'x'], 'embedded')
    shape = g.node('Shape', [x], 'shape')
    x = norm(x, g.node('Expand', [p, shape], 'p_all'), 'l')
    i = 0
    while f'layers.{i}.qw' in w:
        k = f'layers.{i}.'
        y = g.node('Attention', [x, g.constant(k + 'qkv', w[k + 'qw'].T), g.constant(k + 'qkv_b', w[k + 'qb'])],
                   k + 'attention', ms, num_heads=HEADS)
        x = norm(linear(y, k + 'o'), x, k + 'l1')
        y = g.node('Gelu', [linear(x, k + 'i')], k + 'gelu', ms)
        x = norm(linear(y, k + 'f'), x, k + 'l2')
        i += 1
    return g.model(helper.make_tensor_value_info('x', TensorProto.INT64, [None, None]), x)


def session(model, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    return ort.InferenceSession(model, options, providers=['CPUExecutionProvider'])


def run(s, x, repeats):
    times = []
    for i in range(repeats + 1):
        start = time.perf_counter()
        s.run(None, {'x': x})
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times[1:])


def main():
    bench, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    engine = subprocess.Popen([bench, folder, '--serve'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        engine.stdin.write(line + '\n')
        engine.stdin.flush()
        return float(engine.stdout.readline())

    def report(what, pairs):
        ours, theirs = zip(*pairs)
        ratio = statistics.median(a / b for a, b in pairs)
        print(f'{what:34} {statistics.median(ours):9.2f} {statistics.median(theirs):12.2f} {ratio:8.2f}'
              f' {min(ours):9.2f} {min(theirs):12.2f} {min(ours) / min(theirs):8.2f}', flush=True)

    rng = np.random.RandomState(1)
    models = {'backbone': backbone(folder + '/backbone.safetensors', 320, 224), 'text': text(folder + '/text.safetensors')}
    rgb = rng.randint(0, 256, (1, 3, 224, 320))
    picture = ((rgb - 127) / 128).astype(np.float32)
    works = [('backbone, 320 x 224', 'backbone', '320 224', picture),
             ('text, 1 sentence of 20', 'text', '1 20', rng.randint(1000, 20000, (1, 20))),
             ('text, 8 sentences of 24', 'text', '8 24', rng.randint(1000, 20000, (8, 24)))]
    print(f'onnxruntime {ort.__version__}, {rounds} rounds; milliseconds\n'
          f'{"":34} {"median":>9} {"onnxruntime":>12} {"ratio":>8} {"best":>9} {"onnxruntime":>12} {"ratio":>8}')
    for threads in 1, 2:
        sessions = {k: session(m, threads) for k, m in models.items()}
        for what, model, size, x in works:
            pairs = [(ask(f'{model} {threads} {size} 3'), run(sessions[model], x, 3)) for _ in range(rounds)]
            report(f'{what}, {threads} thread{"s"[:threads - 1]}', pairs)

    def load():
        start = time.perf_counter()
        for m in models.values():
            session(m, 1)
        return (time.perf_counter() - start) * 1e3
    report('load, both', [(ask('load'), load()) for _ in range(max(rounds // 4, 2))])
    engine.stdin.close()
    engine.wait()


if __name__ == '__main__':
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""A step of training beside PyTorch's on the same network, batch and threads, turn by turn in one run:
milliseconds and ratio (ours / PyTorch; below 1 we are faster). Forward, losses, backward, clipping,
AdamW, with dropout. "net": stage 2, photographs of 70 regions with 64 words each; "text": stage 1,
texts of sentences of 16 word pieces. Needs torch (model/requirements.txt).

usage: compare-pytorch.py BENCH_TRAIN [ROUNDS]

The texts are of one length, so PyTorch pads nothing, which is its best case. Batches are a quarter of what
the training takes, so that a run ends in minutes on a busy machine.
"""
import os
import statistics
import subprocess
import sys
import time

import torch
from torch import nn

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
goldens = __import__('make-train-goldens')
SENTENCE, REGIONS = 16, 70


class Step:
    """One network with its optimiser and a batch."""
    def __init__(self, net, inputs, samples, sources):
        self.net, self.inputs = net.train(), inputs
        self.goals = (torch.rand(samples, sources), torch.rand(samples), torch.rand(samples, 14), torch.full((samples, 10), .1))
        self.optimizer = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=1e-4)

    def run(self):
        loss = goldens.losses(self.net(*self.inputs), *self.goals).sum()
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in self.net.parameters() if p.requires_grad], 1.)
        self.optimizer.step()


class TextNet(goldens.TextNet):
    """The same as the goldens', with all sentences in one batch."""
    def forward(self, ids):
        texts, sentences, length = ids.shape
        ids = torch.cat([torch.full((texts * sentences, 1), 101), ids.reshape(-1, length), torch.full((texts * sentences, 1), 102)], 1)
        x = nn.functional.layer_norm(self.we[ids] + self.pe[:length + 2] + self.te, self.lw.shape, self.lw, self.lb, 1e-12)
        x = nn.functional.dropout(x, .1)
        shown = torch.ones(ids.shape, dtype=torch.bool)
        for layer in self.layers:
            x = layer(x, shown)
        t = self.wn(self.word(x[:, 1:-1].reshape(texts, sentences * length, -1)))
        hidden = torch.zeros(t.shape[:2], dtype=torch.bool)
        return goldens.run_heads(self, nn.functional.dropout(self.qt(self.st(t, t, hidden), hidden), .2))


def net_step(samples, length):
    net = goldens.Net(128, 4, 2, 3679, 1392, 384, 12, 2)
    for block in net.modules():
        if isinstance(block, goldens.Block):
            block.at.dropout = .1
    shown = torch.zeros(samples, REGIONS, dtype=torch.bool)
    inputs = (torch.rand(samples, 3679), torch.ones(samples, dtype=torch.bool), torch.rand(samples, REGIONS, 1392),
              torch.rand(samples, REGIONS, 17), shown, torch.rand(samples, length, 384), torch.zeros(samples, length, dtype=torch.bool))
    return Step(net, inputs, samples, 12)


def text_step(samples, length):
    net = TextNet(30522, 512, 384, 1536, 6, 12, 192, 6, 1, 1)
    goldens.fill(net)
    for name in 'we', 'pe', 'te':
        getattr(net, name).requires_grad = False
    return Step(net, (torch.randint(1000, 20000, (samples, length // SENTENCE, SENTENCE)),), samples, 1)


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ours = subprocess.Popen([sys.argv[1], '--serve'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    print(f'torch {torch.__version__}, {rounds} rounds; milliseconds\n{"":34} {"median":>9} {"PyTorch":>9} {"ratio":>7}')
    for threads in 1, 2:
        torch.set_num_threads(threads)
        for what, make, samples, length in (('net', net_step, 12, 64), ('text', text_step, 6, 64)):
            step, pairs = make(samples, length), []
            step.run()
            for _ in range(rounds):
                ours.stdin.write(f'{what} {threads} {samples} {length} 1\n')
                ours.stdin.flush()
                mine = float(ours.stdout.readline())
                start = time.perf_counter()
                step.run()
                pairs.append((mine, (time.perf_counter() - start) * 1e3))
            a, b = zip(*pairs)
            ratio = statistics.median(x / y for x, y in pairs)
            print(f'{what}, {samples} samples of {length}, {threads} thread{"s"[:threads - 1]:15} {statistics.median(a):9.1f} {statistics.median(b):9.1f} {ratio:7.2f}', flush=True)
    ours.stdin.close()
    ours.wait()


if __name__ == '__main__':
    main()

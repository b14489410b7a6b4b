#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/train.safetensors: outputs, losses and the gradient of every tensor, by name, of both
stages of the training in PyTorch (padded batches and its own layers, as the prototype's trainer had them),
and ten steps of its AdamW.

usage: make-train-goldens.py [OUT]    (packages of model/requirements.txt)

All numbers come from numbers() below, which tests/train/net-case.c repeats.
"""
import os
import sys

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'model'))
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402
import torch.nn.functional as F  # noqa: E402

from modelfile import write_safetensors  # noqa: E402

STYLES, VOTES = 14, 10


def numbers(seed, *shape):
    """-1 .. 1 from a linear congruential generator."""
    state, x = (seed * 2654435761 + 1) % 2 ** 32, []
    for _ in range(int(np.prod(shape))):
        state = (state * 1664525 + 1013904223) % 2 ** 32
        x.append((state >> 8) / 8388608 - 1)
    return torch.tensor(x, dtype=torch.float32).reshape(shape)


class Block(nn.Module):
    """STRM when y is x, CTRM when it is the other modality."""
    def __init__(self, d, heads):
        super().__init__()
        self.at = nn.MultiheadAttention(d, heads, batch_first=True)
        self.n1, self.f1, self.f2, self.n2 = nn.LayerNorm(d), nn.Linear(d, 4 * d), nn.Linear(4 * d, d), nn.LayerNorm(d)

    def forward(self, x, y, hidden):
        x = self.n1(x + self.at(x, y, y, key_padding_mask=hidden, need_weights=False)[0])
        return self.n2(x + self.f2(F.gelu(self.f1(x))))


class Layer(nn.Module):
    """A layer of MiniLM, with the tensors' names of text.safetensors."""
    def __init__(self, d, feed, heads):
        super().__init__()
        self.heads = heads
        for name, shape in (('qw', (3 * d, d)), ('qb', (3 * d,)), ('ow', (d, d)), ('ob', (d,)), ('l1w', (d,)), ('l1b', (d,)),
                            ('iw', (feed, d)), ('ib', (feed,)), ('fw', (d, feed)), ('fb', (d,)), ('l2w', (d,)), ('l2b', (d,))):
            setattr(self, name, nn.Parameter(torch.zeros(shape)))

    def forward(self, x, shown):
        b, n, d = x.shape
        q, k, v = F.linear(x, self.qw, self.qb).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=shown[:, None, None]).transpose(1, 2).reshape(b, n, d)
        x = F.layer_norm(x + F.linear(a, self.ow, self.ob), (d,), self.l1w, self.l1b, 1e-12)
        h = F.linear(F.gelu(F.linear(x, self.iw, self.ib)), self.fw, self.fb)
        return F.layer_norm(x + h, (d,), self.l2w, self.l2b, 1e-12)


class Pool(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.a, self.b = nn.Linear(d, d), nn.Linear(d, 1)

    def forward(self, x, hidden):
        w = self.b(torch.tanh(self.a(x)))[..., 0].masked_fill(hidden, -1e9).softmax(1)
        return (w[..., None] * x).sum(1)


def add_heads(net, z, n_global, sources, shared):
    net.score, net.high, net.style, net.votes = nn.Linear(z, 1), nn.Linear(z, 1), nn.Linear(z, STYLES), nn.Linear(z, VOTES)
    net.a, net.b = nn.Parameter(torch.ones(sources)), nn.Parameter(torch.zeros(sources))
    net.u = nn.Linear(z, sources - shared, bias=False)
    if n_global:
        net.skip, net.styskip = nn.Linear(n_global, 1, bias=False), nn.Linear(n_global, STYLES, bias=False)
        net.uskip = nn.Linear(n_global, sources - shared, bias=False)


def run_heads(net, z, g=None):
    shared = len(net.a) - net.u.weight.shape[0]
    s, style, own = net.score(z), net.style(z), net.u(z)
    if g is not None:
        s, style, own = s + net.skip(g), style + net.styskip(g), own + net.uskip(g)
    k = net.a * s + net.b
    return {'score': torch.cat([k[:, :shared], k[:, shared:] + own], 1), 'high': net.high(z)[:, 0], 'style': style, 'votes': net.votes(z)}


class Net(nn.Module):
    """Stage 2."""
    def __init__(self, d, heads, layers, n_global, n_region, n_word, sources, shared):
        super().__init__()
        self.globe, self.gn = nn.Linear(n_global, d), nn.LayerNorm(d)
        self.region, self.rn = nn.Linear(n_region, d), nn.LayerNorm(d)
        self.word, self.wn = nn.Linear(n_word, d), nn.LayerNorm(d)
        self.pos = nn.Linear(17, d)
        self.none_i, self.none_t = nn.Parameter(torch.zeros(d)), nn.Parameter(torch.zeros(d))
        self.si, self.st = Block(d, heads), Block(d, heads)
        self.ci, self.ct, self.ki, self.kt = (nn.ModuleList(Block(d, heads) for _ in range(layers)) for _ in range(4))
        self.ni, self.nt, self.qi, self.qt = nn.LayerNorm(d), nn.LayerNorm(d), Pool(d), Pool(d)
        add_heads(self, 2 * d, n_global, sources, shared)

    def forward(self, g, has, region, place, no_region, word, no_word):
        n, d = len(g), len(self.none_i)
        shown = torch.zeros(n, 1, dtype=torch.bool)
        x = torch.cat([self.none_i.expand(n, 1, d), self.gn(self.globe(g))[:, None], self.rn(self.region(region)) + self.pos(place)], 1)
        t = torch.cat([self.none_t.expand(n, 1, d), self.wn(self.word(word))], 1)
        mx, mt = torch.cat([shown, ~has[:, None], no_region], 1), torch.cat([shown, no_word], 1)
        x0, t0 = self.si(x, x, mx), self.st(t, t, mt)
        x, t = x0, t0
        for ci, ct, ki, kt in zip(self.ci, self.ct, self.ki, self.kt):
            x, t = ci(x, t, mt), ct(t, x, mx)
            x, t = ki(x, x, mx), kt(t, t, mt)
        z = torch.cat([self.qi(self.ni(x0 + x), mx), self.qt(self.nt(t0 + t), mt)], 1)
        return run_heads(self, z, g)


class TextNet(nn.Module):
    """Stage 1."""
    def __init__(self, words, positions, width, feed, layers, heads, d, d_heads, sources, shared):
        super().__init__()
        for name, shape in (('we', (words, width)), ('pe', (positions, width)), ('te', (width,)), ('lw', (width,)), ('lb', (width,))):
            setattr(self, name, nn.Parameter(torch.zeros(shape)))
        self.layers = nn.ModuleList(Layer(width, feed, heads) for _ in range(layers))
        self.word, self.wn, self.st, self.qt = nn.Linear(width, d), nn.LayerNorm(d), Block(d, d_heads), Pool(d)
        add_heads(self, d, 0, sources, shared)

    def forward(self, texts):
        rows = []
        for text in texts:
            pieces = []
            for s in text:
                ids = torch.tensor([[101, *s, 102]])
                x = F.layer_norm(self.we[ids] + self.pe[:ids.shape[1]] + self.te, self.lw.shape, self.lw, self.lb, 1e-12)
                for layer in self.layers:
                    x = layer(x, torch.ones(ids.shape, dtype=torch.bool))
                pieces.append(x[0, 1:-1])
            rows.append(torch.cat(pieces))
        hidden = torch.ones(len(rows), max(map(len, rows)), dtype=torch.bool)
        for i, r in enumerate(rows):
            hidden[i, :len(r)] = False
        t = self.wn(self.word(nn.utils.rnn.pad_sequence(rows, batch_first=True)))
        return run_heads(self, self.qt(self.st(t, t, hidden), hidden))


def order(net):
    """The names in the order of the C side's table."""
    named = dict(net.named_parameters())

    def linear(*names):
        return [f'{n}.{k}' for n in names for k in ('weight', 'bias')]

    def block(name):
        return [f'{name}.at.in_proj_weight', f'{name}.at.in_proj_bias', *linear(f'{name}.at.out_proj', f'{name}.n1', f'{name}.f1', f'{name}.f2', f'{name}.n2')]
    heads = linear('score', 'high', 'style', 'votes')
    if isinstance(net, Net):
        layers = [f'{k}.{i}' for i in range(len(net.ci)) for k in ('ci', 'ct', 'ki', 'kt')]
        names = linear('globe', 'gn', 'region', 'rn', 'word', 'wn', 'pos') + ['none_i', 'none_t']
        names += [n for b in ['si', 'st', *layers] for n in block(b)] + linear('ni', 'nt', 'qi.a', 'qi.b', 'qt.a', 'qt.b')
        names += heads + ['skip.weight', 'styskip.weight', 'a', 'b', 'u.weight', 'uskip.weight']
    else:
        names = ['we', 'pe', 'te', 'lw', 'lb']
        names += [f'layers.{i}.{k}' for i in range(len(net.layers)) for k in ('qw', 'qb', 'ow', 'ob', 'l1w', 'l1b', 'iw', 'ib', 'fw', 'fb', 'l2w', 'l2b')]
        names += linear('word', 'wn') + block('st') + linear('qt.a', 'qt.b') + heads + ['a', 'b', 'u.weight']
    assert sorted(names) == sorted(named)
    return [(n, named[n]) for n in names]


def starts_at_one(name):
    part = name.split('.')
    return name == 'a' or part[-1] in ('lw', 'l1w', 'l2w') or part[-1] == 'weight' and part[-2] in ('gn', 'rn', 'wn', 'n1', 'n2', 'ni', 'nt')


def fill(net):
    with torch.no_grad():
        for i, (name, p) in enumerate(order(net)):
            x = numbers(100 + i, *p.shape)
            p.copy_(1 + np.float32(.2) * x if starts_at_one(name) else np.float32(.3) * x)


def targets(n, sources):
    nan = float('nan')
    score, high, style, votes = numbers(5, n, sources), numbers(6, n), numbers(7, n, STYLES).abs(), numbers(8, n, VOTES).abs()
    score.view(-1)[1::3] = nan
    high = (high > 0).float()
    high[1] = nan
    style[3] = nan
    style[:, 2::5] = nan
    votes = votes / votes.sum(1, keepdim=True)
    votes[0] = nan
    return score, high, style, votes


def losses(out, score, high, style, votes):
    w = torch.tensor([1., 1., .5] + [.25] * 21)[:score.shape[1]].expand_as(score)
    ok = ~score.isnan()
    e = ((out['score'][ok] - score[ok]) ** 2 * w[ok]).sum() / w[ok].sum()
    h = F.binary_cross_entropy_with_logits(out['high'][~high.isnan()], high[~high.isnan()])
    s = F.binary_cross_entropy_with_logits(out['style'][~style.isnan()], style[~style.isnan()])
    known = ~votes[:, 0].isnan()
    v = ((out['votes'][known].softmax(1) - votes[known]).cumsum(1) ** 2).mean()
    return torch.stack([e, h, s, v])


def f32(x):
    x = np.ascontiguousarray(x.detach().numpy(), '<f4')
    return 'F32', x.shape, x.tobytes()


def store(tensors, prefix, net, out, goals):
    loss = losses(out, *goals)
    loss.sum().backward()
    tensors[prefix + '.loss'] = f32(loss)
    tensors.update({f'{prefix}.{k}': f32(v) for k, v in out.items()})
    tensors.update({f'{prefix}.grad.{k}': f32(p.grad if p.grad is not None else torch.zeros_like(p)) for k, p in order(net)})


def stage2(tensors):
    net = Net(16, 2, 2, 21, 19, 24, 4, 2)
    fill(net)
    photos, regions, words = [0, 2, 3], [0, 6, 10, 16], [0, 0, 7, 12, 12, 15]
    all_g, all_r, all_p, all_w = numbers(1, 3, 21), numbers(2, 16, 19), numbers(3, 16, 17), numbers(4, 15, 24)
    g, has = torch.zeros(5, 21), torch.zeros(5, dtype=torch.bool)
    r, p, no_r = torch.zeros(5, 6, 19), torch.zeros(5, 6, 17), torch.ones(5, 6, dtype=torch.bool)
    w, no_w = torch.zeros(5, 7, 24), torch.ones(5, 7, dtype=torch.bool)
    for j, i in enumerate(photos):
        n = regions[j + 1] - regions[j]
        g[i], has[i], no_r[i, :n] = all_g[j], True, False
        r[i, :n], p[i, :n] = all_r[regions[j]:regions[j + 1]], all_p[regions[j]:regions[j + 1]]
    for i in range(5):
        n = words[i + 1] - words[i]
        w[i, :n], no_w[i, :n] = all_w[words[i]:words[i + 1]], False
    store(tensors, 'net', net, net(g, has, r, p, no_r, w, no_w), targets(5, 4))


def stage1(tensors):
    net = TextNet(110, 9, 24, 48, 2, 2, 16, 2, 3, 2)
    fill(net)
    texts = [[[5, 9, 11]], [[7], [3, 3, 8, 60, 100]], [[99, 1, 2, 3, 4, 5, 6], [42, 17], [9]], [[64, 65], [66, 67, 68]]]
    store(tensors, 'text', net, net(texts), targets(4, 3))


def adam(tensors):
    w = nn.Parameter(numbers(1, 40))
    v = nn.Parameter(numbers(2, 24))
    optimizer = torch.optim.AdamW([{'params': [w], 'weight_decay': .03}, {'params': [v], 'lr': 1e-3, 'weight_decay': .5}], lr=1e-2)
    for step in range(10):
        w.grad, v.grad = numbers(10 + step, 40), 3 * numbers(30 + step, 24)
        nn.utils.clip_grad_norm_([w, v], 5.)
        optimizer.step()
    tensors['adam.w'], tensors['adam.v'] = f32(w), f32(v)


def embedding(tensors):
    """mcn-embed-head.h: rows 1 and 4 are one photograph, row 2 has no critique."""
    z, target, weight, bias = (nn.Parameter(numbers(40 + i, *shape)) for i, shape in enumerate(((6, 9), (6, 7), (7, 5), (7,))))
    rows, photographs = torch.tensor([0, 1, 3, 4, 5]), torch.tensor([0, 1, 2, 1, 3])
    said = F.normalize(F.linear(z[rows, :5], weight, bias), dim=1)
    cosine = said @ F.normalize(target.detach()[torch.tensor([0, 1, 3, 1, 5])], dim=1).T
    itself = (photographs[:, None] == photographs) & ~torch.eye(5, dtype=torch.bool)
    contrast = F.cross_entropy((cosine / .1).masked_fill(itself, -torch.inf), torch.arange(5)) / np.log(5)
    loss = (1 - cosine.diag()).mean() + contrast
    (.7 * loss).backward()
    tensors['embed.loss'] = f32(loss[None])
    tensors.update({f'embed.grad.{n}': f32(p.grad) for n, p in (('z', z), ('weight', weight), ('bias', bias))})


def bounds(tensors):
    """mcn-censored.h, and votes weighted by voters."""
    nan = float('nan')
    k, logits = nn.Parameter(numbers(50, 5, 4)), nn.Parameter(numbers(51, 5, VOTES))
    least, most, voters = torch.tensor([.9, nan, -.9, nan, nan]), torch.tensor([nan, -.8, nan, nan, .9]), torch.tensor([9., 100, 250, 80, 300])
    past = F.relu((least - k[:, 0])[~least.isnan()]).square().sum() + F.relu((k[:, 0] - most)[~most.isnan()]).square().sum()
    (.7 * past / 4).backward()
    votes = targets(5, 4)[3]
    known = ~votes[:, 0].isnan()
    each = ((logits[known].softmax(1) - votes[known]).cumsum(1) ** 2).mean(1)
    loss = (each * voters[known]).sum() / voters[known].sum()
    loss.backward()
    tensors['bounds.loss'] = f32(torch.stack([.7 * past / 4, loss]))
    tensors['bounds.grad.score'], tensors['bounds.grad.votes'] = f32(k.grad), f32(logits.grad)


def main(out):
    torch.set_num_threads(1)
    tensors = {}
    for make in stage2, stage1, adam, embedding, bounds:
        make(tensors)
    write_safetensors(os.path.join(out, 'train.safetensors'), tensors)


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'tests', 'golden'))

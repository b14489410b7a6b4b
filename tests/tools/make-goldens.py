#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/model.safetensors and model.json: network input, and what the whole model makes of
it in PyTorch (model/reference.py): photometry, the global vector, tokens, attention weights, scores.

usage: make-goldens.py [MODEL [OUT]]    (packages of model/requirements.txt)

Pictures: "small" is made by a formula, 96 x 64; "photo" is the sample coffee.jpg at the network's size.
Cases: photograph alone, critique alone, both. Tensors of a case are "<picture>.<mode>.<name>", names as
in reference.py, and "<picture>.<mode>.map.<layer>", the attention weights of every layer (the last ones
stand on everything before them). "small.both" has every block's output. "aspects" of model.json: the logits of each sentence.
"""
import json
import os
import sys

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'model'))
import numpy as np  # noqa: E402
import torch  # noqa: E402

from modelfile import write_safetensors  # noqa: E402
from reference import Model, photometric, pixels  # noqa: E402

CRITIQUE = 'A lovely, warm light on the cup; the background is blurred just enough.\nStill, the crop feels tight!'


def small():
    """Ramps, a disc, stripes, a flat dark corner: every statistic has something to count."""
    y, x = np.mgrid[0:64, 0:96]
    a = np.stack([x * 255 / 95, y * 255 / 63, 255 - (x + y) * 255 / 158], 2)
    disc = (x - 60) ** 2 + (y - 24) ** 2 < 300
    a[disc] = [235, 120, 40]
    a[40:, 20:60] = np.where((x // 3 % 2 == 0)[40:, 20:60, None], [250, 250, 250], [20, 20, 60])
    a[:16, :24] = 12
    return np.round(a).astype(np.uint8)


def f32(x):
    x = np.ascontiguousarray(x.detach().numpy() if isinstance(x, torch.Tensor) else x, '<f4')
    return 'F32', x.shape, x.tobytes()


@torch.no_grad()
def main(folder, out):
    torch.set_num_threads(1)
    model = Model(folder)
    pictures = {'small': small(), 'photo': pixels(os.path.join(ROOT, 'data', 'samples', 'coffee.jpg'))}
    sentences = model.text.sentences(CRITIQUE)
    words = model.text.words(sentences)
    tensors, cases = {}, []
    for name, a in {**pictures, 'none': None}.items():
        photo = None
        if a is not None:
            photo = model.photograph(a)
            tensors[f'{name}.picture'] = ('I8', a.shape, (a.astype(np.int16) - 128).astype(np.int8).tobytes())
            tensors[f'{name}.photometry'] = f32(photometric(a))
            tensors[f'{name}.global'] = f32(photo[0])
        for mode, w in (('photo', None), ('both', words)) if photo else (('critique', words),):
            trace, maps = {}, {}
            score, style, high = model.run(photo, w, trace, maps, sentences if w is not None else ())
            cases.append({'picture': name, 'mode': mode, 'score': float(score), 'high': float(high), 'styles': [round(float(s), 6) for s in style[0]]})
            if name == 'photo':
                continue
            if mode == 'photo':
                tensors.update({f'{name}.{mode}.{k}': f32(trace[k][0]) for k in ('image_tokens', 'strm_image')})
            if mode == 'both':
                tensors.update({f'{name}.{mode}.{k}': f32(v[0]) for k, v in trace.items() if k != 'pooled'})
            tensors.update({f'{name}.{mode}.map.{k}': f32(v[0]) for k, v in maps.items()})
    write_safetensors(os.path.join(out, 'model.safetensors'), tensors)
    with open(os.path.join(out, 'model.json'), 'w', encoding='utf-8') as f:
        aspects = [[round(float(a), 6) for a in model.aspects(s)] for s in sentences]
        json.dump({'critique': CRITIQUE, 'cases': cases, 'aspects': aspects}, f, indent=1)
        f.write('\n')


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'model'),
         sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, 'tests', 'golden'))

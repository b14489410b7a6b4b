# SPDX-License-Identifier: GPL-3.0-or-later
"""A model folder's files: safetensors written the same way every time, model.json and the model id.
Standard library only: the tests' tiny model is made with it too."""
import hashlib
import json
import os
import re

FILES = ('aspects.safetensors', 'backbone.safetensors', 'mcn.safetensors', 'model.json', 'search.safetensors', 'text.safetensors', 'vocab.txt')
ITEM_SIZE = {'F32': 4, 'F16': 2, 'I8': 1, 'I64': 8}


def write_safetensors(path, tensors):
    """tensors: name -> (dtype, shape, bytes). Widest dtype first, then by name, the header padded to
    8 bytes: every tensor is aligned, and the same tensors give the same file."""
    order = sorted(tensors, key=lambda k: (-ITEM_SIZE[tensors[k][0]], k))
    header, offset = {}, 0
    for name in order:
        dtype, shape, data = tensors[name]
        header[name] = {'dtype': dtype, 'shape': list(shape), 'data_offsets': [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as f:
        f.write(len(text).to_bytes(8, 'little') + text)
        for name in order:
            f.write(tensors[name][2])


def read_safetensors(path):
    """name -> (dtype, shape, bytes)"""
    with open(path, 'rb') as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), 'little')))
        data = f.read()
    return {k: (v['dtype'], v['shape'], data[slice(*v['data_offsets'])]) for k, v in header.items() if k != '__metadata__'}


def read_json(folder):
    path = os.path.join(folder, 'model.json')
    if not os.path.exists(path):
        return {}
    with open(path, encoding='utf-8') as f:
        return json.load(f)


def write_figures(folder, name, figures):
    """What a script found on the test part, for the card (card.py)."""
    with open(os.path.join(folder, name + '.json'), 'w', encoding='utf-8') as f:
        json.dump({'format': 'photo-critic-' + name, 'version': 1, **figures}, f, indent=1)
        f.write('\n')


def write_json(folder, config):
    """Writes model.json with the id that fits all the files (src/engine/mcn-model.h defines it)."""
    blank = '0' * 64
    config = {'format': 'photo-critic-model', 'version': 1, 'id': blank,
              **{k: v for k, v in config.items() if k not in ('format', 'version', 'id')}}
    text = json.dumps(config, indent=1, ensure_ascii=False) + '\n'
    # Lists of numbers on one line.
    text = re.sub(r'\[\s+([-+0-9.eE,\s]+?)\s+\]', lambda m: '[' + re.sub(r'\s+', ' ', m.group(1)) + ']', text)
    lines = []
    for name in FILES:
        if name in ('aspects.safetensors', 'search.safetensors') and not os.path.exists(os.path.join(folder, name)):
            continue        # made from the others; a model may be without them
        if name == 'model.json':
            data = text.encode()
        else:
            with open(os.path.join(folder, name), 'rb') as f:
                data = f.read()
        lines.append(f'{hashlib.sha256(data).hexdigest()}  {name}\n')
    model_id = hashlib.sha256(''.join(lines).encode()).hexdigest()
    with open(os.path.join(folder, 'model.json'), 'w', encoding='utf-8') as f:
        f.write(text.replace(blank, model_id, 1))
    return model_id

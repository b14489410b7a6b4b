#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of the research data there is to learn from. Into data.json, for the card (card.py).

usage: data.py DATA [--model DIR]

Counts rows and files; reads nobody's judgement.
"""
import argparse
import csv
import gzip
import json
import os

from modelfile import write_figures

HERE = os.path.dirname(os.path.abspath(__file__))
PHOTOGRAPHS = {'oasis-beauty': 'ratings.csv', 'avt-image-appeal-thumbs': 'ratings.csv', 'streetpsych': 'ratings.csv', 'avt-imagedb-rules': 'labels.csv'}
ELSEWHERE = 'pccd', 'photonet', 'apddv2-paintings'


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('data', metavar='DATA')
    p.add_argument('--model', default=HERE)
    a = p.parse_args()

    def table(*names):
        with open(os.path.join(a.data, *names), encoding='utf-8', newline='') as file:
            return list(csv.DictReader(file))

    def lines(*names):
        with gzip.open(os.path.join(a.data, *names), 'rt', encoding='utf-8') as file:
            return [json.loads(line) for line in file]

    with open(os.path.join(a.data, 'splits.json'), encoding='utf-8') as file:
        splits = json.load(file)
    train = {name: set(map(str, parts['train'])) for name, parts in splits.items()}
    critiques = lines('ava-critiques', 'critiques.jsonl.gz')
    told = {'ava': {'train_with_text': sum(str(r['id']) in train['ava-critiques'] for r in critiques),
                    'means': sum(r['mean'] is not None for r in critiques) + len(table('ava-critiques', 'scores.csv'))}}
    for name, file in PHOTOGRAPHS.items():
        rows = [r for r in table(name, file) if os.path.exists(os.path.join(a.data, name, r['file']))]
        told[name] = {'photographs': len(rows), 'train': sum(r['file'] in train[name] for r in rows)}
        if name == 'avt-image-appeal-thumbs':
            told[name]['of_ava'] = sum(r['source_db'] == 'ava' for r in rows)
    told['elsewhere'] = {'critiques': sum(len(lines('ava-critiques', name + '.jsonl.gz')) for name in ELSEWHERE)}
    told['machine-ratings'] = {'photographs': len(table('machine-ratings', 'ratings.csv'))}
    told['paired-critiques'] = {'photographs': len(lines('paired-critiques', 'critiques.jsonl.gz'))}
    write_figures(a.model, 'data', {'sets': told})


if __name__ == '__main__':
    main()

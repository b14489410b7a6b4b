#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card's tables from the JSON that photo-critic-train wrote: each stands in README.md between
<!-- table FILE --> (or <!-- table FILE PART -->) and <!-- end -->, and nothing else in it is touched.

usage: card.py [--check] [FOLDER]

--check writes nothing and fails where a table is not what its file says.
"""
import argparse
import json
import os
import re
import sys

TABLE = re.compile(r'(<!-- table (\S+)(?: (\w+))? -->\n).*?(<!-- end -->)', re.S)


def experiment(told):
    """What was tried (photo-critic-train experiment): the differences, paired."""
    lines = ['| | tried | line | n | figure | before | with it | difference |', '|---|---|---|---|---|---|---|---|']
    for row in told['rows']:
        low, high = row['interval']
        lines.append(f"| {row['letter']} | {row['experiment']} | {row['line']} | {row['n']} | {row['metric']} | {row['base']:.3f} | "
                     f"{row['value']:.3f} | {row['difference']:+.3f} [{low:+.3f}, {high:+.3f}] |")
    return lines


def ablation(told):
    """The paper's variants (photo-critic-train ablate) beside its own table 2."""
    figures = 'srcc, both', 'accuracy, both', 'srcc, critiques', 'accuracy, critiques'
    lines = ['| variant | rho, photo + critique | ACC | rho, critiques | ACC | paper: ACC | rho | seeds |', '|---|---|---|---|---|---|---|---|']
    for row in told['variants']:
        shown = ['' if row[f][0] is None else f'{row[f][0]:.3f}' + ('' if row[f][1] is None else f' ± {row[f][1]:.3f}') for f in figures]
        lines.append('| ' + ' | '.join([row['variant'], *shown, row['paper_accuracy'], row['paper_rho'], str(row['seeds'])]) + ' |')
    return lines


def number(figure, interval=True):
    """A figure of photo-critic-train evaluate; '' where it is not there."""
    if figure is None or figure['value'] is None:
        return ''
    low, high = figure['interval']
    return f"{figure['value']:.3f}" + (f' [{low:.3f}, {high:.3f}]' if interval and low is not None else '')


class Figures:
    """What photo-critic-train evaluate found."""
    def __init__(self, told):
        self.told = told
        self.lines = list(dict.fromkeys((f['truth'], f['input']) for f in told['figures'] if f['metric'] == 'srcc'))
        self.of = {(f['truth'], f['input'], f['predictor'], f['metric'], f.get('style')): f for f in told['figures']}

    def find(self, line, predictor, metric):
        return self.of.get((*line, predictor, metric, None))

    def better(self, line, metric='srcc'):
        """The model less the other model, paired."""
        for d in self.told['differences']:
            if (d['truth'], d['metric'], d['of'], d['less']) == (line[0], metric, f'{line[1]}: model', f'{line[1]}: other model'):
                return f"{d['value']:+.3f} [{d['interval'][0]:+.3f}, {d['interval'][1]:+.3f}]"
        return ''


def scores(told):
    """Rank correlations beside the baselines' and the other model's, and how often the verdict is right."""
    figures = Figures(told)
    lines = ['| truth | shown | n | count of comments | ridge | other model | model | model less other | right about 5 | larger class |',
             '|---|---|---|---|---|---|---|---|---|---|']
    for line in figures.lines:
        mine = figures.find(line, 'model', 'srcc')
        ridge = figures.find(line, 'tf-idf ridge', 'srcc') or figures.find(line, 'ridge', 'srcc')
        if mine is not None:
            lines.append('| ' + ' | '.join([*line, str(mine['n']), number(figures.find(line, 'count of comments', 'srcc'), False), number(ridge, False),
                                            number(figures.find(line, 'other model', 'srcc'), False), number(mine), figures.better(line),
                                            number(figures.find(line, 'model', 'accuracy')),
                                            number(figures.find(line, 'majority', 'accuracy'), False)]) + ' |')
    return lines


def more(told):
    """The model's other figures where AVA's vote is what is rated."""
    names = 'plcc', 'rmse', 'balanced accuracy', 'auc', 'calibration', 'emd', 'coverage'
    figures = Figures(told)
    lines = ['| truth | shown | ' + ' | '.join(names) + ' |', '|---|---|' + '---|' * len(names)]
    for line in figures.lines:
        if figures.find(line, 'model', 'accuracy') is not None:
            lines.append('| ' + ' | '.join([*line, *(number(figures.find(line, 'model', n)) for n in names)]) + ' |')
    return lines


def styles(told):
    """Average precision a style; fewer than ten positives are not measured."""
    lines = ['| styles of | shown | style | positive | average precision | other model | prevalence |', '|---|---|---|---|---|---|---|']
    figures = Figures(told)
    for f in told['figures']:
        if f['predictor'] != 'model' or f['metric'] not in ('ap', 'map'):
            continue
        other = figures.of.get((f['truth'], f['input'], 'other model', f['metric'], f.get('style')))
        mean = f['metric'] == 'map'
        lines.append(f"| {f['truth']} | {f['input']} | {'mean of ' + str(f['styles']) + ' styles' if mean else f['style']} | "
                     f"{'' if mean else str(f['positive']) + ' of ' + str(f['n'])} | {number(f) or 'not measured'} | {number(other, False)} | "
                     f"{'' if mean or not f['n'] else format(f['positive'] / f['n'], '.2f')} |")
    return lines


def words(told):
    """What a critique adds to its photograph, and whether another's adds as much."""
    lines = ['| truth | of | less | n | difference |', '|---|---|---|---|---|']
    for d in told['differences']:
        if ':' not in d['of']:
            lines.append(f"| {d['truth']} | {d['of']} | {d['less']} | {d['n']} | {d['value']:+.3f} [{d['interval'][0]:+.3f}, {d['interval'][1]:+.3f}] |")
    return lines


def explanations(told):
    """Deletion, insertion, pointing."""
    lines = ['| explanation of | test | method | against | n | ratio, or difference of the shares |', '|---|---|---|---|---|---|']
    for e in told.get('explanations', []):
        value, (low, high) = e.get('ratio', e.get('difference')), e['interval']
        shown = 'not measured' if value is None else f'{value:.2f} [{low:.2f}, {high:.2f}]'
        if value is not None and 'share' in e:
            shown = f"{e['share']:.3f} less {e['other']:.3f}: {value:+.3f} [{low:+.3f}, {high:+.3f}]"
        lines.append(f"| {e['of']} | {e['test']} | {e['method']} | {e['against']} | {e['n']} | {shown} |")
    return lines


def limits(told):
    """Hostile inputs."""
    lines = ['| shown | figure | n | value | limit | holds |', '|---|---|---|---|---|---|']
    for l in told.get('limits', []):
        bound = f"below {l['limit']:g} | {'yes' if l['holds'] else 'no'}" if 'limit' in l else ' | '
        lines.append(f"| {l['shown']} | {l['figure']} | {l['n']} | {l['value']:.3f} | {bound} |")
    return lines


def calibration(told):
    """How far off the scores are, as the program says it."""
    lines = ['| shown | n | mean absolute error | sigma | 80 % half-width |', '|---|---|---|---|---|']
    for name, text in ('photo', 'photograph'), ('both', 'photograph + critique'), ('critique', 'critique alone, one comment'):
        c = told['calibration'][name]
        lines.append(f"| {text} | {c['n']} | {c['error']:.3f} | {c['sigma']:.3f} | {format(c['half_width'], '.3f') if c.get('half_width') else ''} |")
    return lines


def search(told):
    """Photographs found by their critiques (model/search.py)."""
    return ['| query | R@10 | median rank |', '|---|---|---|',
            *(f"| {r['query']} | {r['recall_at_10']:.3f} | {r['median_rank']} |" for r in told['rows'])]


def aspects(told):
    """What sentences speak of (model/aspects.py): those that were read for it."""
    first = told['sets'][0]
    shown = ['{:.3f} [{:.3f}, {:.3f}]'.format(first[k]['value'], *first[k]['interval']) for k in ('head', 'keywords')]
    return ['| aspect | share | head | keywords |', '|---|---|---|---|',
            *(f"| {r['aspect'].replace('_', ' ')} | {r['share']:.2f} | {r['head']:.3f} | {r['keywords']:.3f} |" for r in first['rows']),
            f'| macro | | {shown[0]} | {shown[1]} |']


WRITERS = {
    ('photo-critic-search', None): search, ('photo-critic-aspects', None): aspects,
    ('photo-critic-experiment', None): experiment, ('photo-critic-ablation', None): ablation, ('photo-critic-model', 'calibration'): calibration,
    **{('photo-critic-evaluation', w.__name__): w for w in (scores, more, styles, words, explanations, limits)},
}


def filled(card, folder):
    """The card with every table as its file says."""
    with open(os.path.join(folder, 'model.json'), encoding='utf-8') as file:
        shipped = json.load(file)

    def table(match):
        with open(os.path.join(folder, match[2]), encoding='utf-8') as file:
            told = json.load(file)
        if told['format'] == 'photo-critic-evaluation' and told['model'] != shipped['id']:
            sys.exit(f"{match[2]} is of the model {told['model']}, and model.json of {shipped['id']}; measure again")
        return match[1] + '\n'.join(WRITERS[told['format'], match[3]](told)) + '\n' + match[4]

    return TABLE.sub(table, card)


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--check', action='store_true')
    p.add_argument('folder', nargs='?', default=os.path.dirname(os.path.abspath(__file__)))
    a = p.parse_args()
    path = os.path.join(a.folder, 'README.md')
    with open(path, encoding='utf-8') as file:
        card = file.read()
    new = filled(card, a.folder)
    if a.check:
        if new != card:
            sys.exit(f'{path}: a table is not what its file says; write it by model/card.py')
        return
    with open(path, 'w', encoding='utf-8') as file:
        file.write(new)


if __name__ == '__main__':
    main()

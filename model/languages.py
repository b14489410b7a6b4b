#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the model makes of texts that it has not learnt to read: fixed critiques in several languages and
none, alone and with the sample pavilion.jpg, by photo-critic-cli. Into languages.json, for the card (card.py).

usage: languages.py CLI [--model DIR]
"""
import argparse
import json
import os
import subprocess

from modelfile import read_json, write_figures

HERE = os.path.dirname(os.path.abspath(__file__))
PHOTO = os.path.join(HERE, '..', 'data', 'samples', 'pavilion.jpg')
TEXTS = (
    ('English, praise and blame', 'Strong lines and lovely light, but the frame is too busy and the sky is empty.'),
    ('English, praise', 'A gorgeous picture with wonderful light, rich colours and a perfect composition.'),
    ('English, blame', 'A dull snapshot: blurred, badly lit, and the horizon is crooked.'),
    ('French, praise and blame', 'Des lignes fortes et une belle lumière, mais le cadre est trop chargé et le ciel est vide.'),
    ('French, praise', 'Une image magnifique, une lumière merveilleuse, des couleurs riches et une composition parfaite.'),
    ('French, blame', 'Un cliché terne : flou, mal éclairé, et l’horizon penche.'),
    ('German, praise and blame', 'Starke Linien und schönes Licht, aber das Bild ist zu voll und der Himmel leer.'),
    ('German, praise', 'Ein herrliches Bild mit wunderbarem Licht, satten Farben und einem vollkommenen Aufbau.'),
    ('German, blame', 'Ein fader Schnappschuss: verwackelt, schlecht beleuchtet, und der Horizont ist schief.'),
    ('Spanish, praise and blame', 'Líneas fuertes y una luz preciosa, pero el encuadre está muy cargado y el cielo vacío.'),
    ('Chinese', '线条有力，光线优美，但画面太杂乱，天空也太空。'),
    ('Russian', 'Сильные линии и прекрасный свет, но кадр перегружен, а небо пустое.'),
    ('a line of C', 'for (int i = 0; i < n; i++) sum += a[i] * b[i];'),
    ('keys at random', 'asdf jkl qwer zxcv uiop hjkl tyui bnm'),
    ('emoji alone', '\U0001F60D \U0001F4F7 \U0001F44D'),
)


def ask(program, model, questions):
    """The answers of `assess --pairs`, in order."""
    done = subprocess.run([program, 'assess', '--pairs', '-', '--model', model], input=''.join(json.dumps({'id': str(i), **q}) + '\n' for i, q in enumerate(questions)),
                          capture_output=True, encoding='utf-8', check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(questions):
        raise SystemExit(done.stderr.strip())
    return answers


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('program', metavar='CLI', help='photo-critic-cli')
    p.add_argument('--model', default=HERE)
    a = p.parse_args()
    alone, *answers = ask(a.program, a.model, [{'photo': PHOTO}, *({'critique': t} for _, t in TEXTS), *({'photo': PHOTO, 'critique': t} for _, t in TEXTS)])
    for answer in (alone, *answers[len(TEXTS):]):
        if 'error' in answer:
            raise SystemExit(answer['error'])
    rows = [{'text': name, 'counted': both['mode'] == 'both', 'score': text.get('score'), 'with_photograph': both['score']}
            for (name, _), text, both in zip(TEXTS, answers[:len(TEXTS)], answers[len(TEXTS):])]
    write_figures(a.model, 'languages', {'model': read_json(a.model)['id'], 'photograph': os.path.basename(PHOTO), 'photograph_alone': alone['score'], 'rows': rows})


if __name__ == '__main__':
    main()

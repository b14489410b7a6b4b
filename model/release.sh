#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From what `photo-critic-train fit` left to the model that ships, in the only order that works: what is made from
# the text encoder is made anew before anything is measured, what writes model.json comes before what reads its id,
# and the test part is not read. Then look at it, run the tests, commit, and run figures.sh, once.
#
# usage: release.sh TRAINER CLI DATASET DATA RUNS [CALIBRATE-OPTION...]
#
# TRAINER: photo-critic-train; CLI: photo-critic-cli. DATASET: what `dataset import` and `features` made of DATA, the
# research data. RUNS: a folder with two/ (fit --stage 2, all of train) and two-1/, two-2/ ... (the same with --fold
# K/N). CALIBRATE-OPTION: --text-fold of each encoder and --words of fit's, as HACKING.md, "Training" has them.
# PYTHON: one with the packages of requirements.txt (python3).
#
# It leaves RUNS/before (the model that shipped until now, to compare with), RUNS/final, RUNS/val and RUNS/val-heads
# (figures on val, the second of the heads of all sources), and changes this folder and tests/golden.
set -eu
[ $# -ge 5 ] || { sed -n '/^# usage/s/^# //p' "$0" >&2; exit 2; }
model=$(cd "$(dirname "$0")" && pwd)
trainer=$1 cli=$2 dataset=$3 data=$4 runs=$5
shift 5
python=${PYTHON:-python3}
final=$runs/final
weights="aspects.safetensors backbone.safetensors mcn.safetensors search.safetensors text.safetensors vocab.txt"

# 0. The model before, once: to run this again does no harm.
if [ ! -e "$runs/before" ]; then
  mkdir "$runs/before"
  for file in $weights model.json; do
    cp "$model/$file" "$runs/before/"
  done
fi

# 1. On the scale of people, by folds: weights with the head of photographs alone, model.json, calibration.json.
for fold in "$runs"/two-*/; do
  set -- "$@" --trunk "${fold}trunk.safetensors"
done
"$trainer" calibrate --data "$dataset" --model "$runs/two/model" --heads "$runs/two/trunk.safetensors" --part folds "$@" --output "$final"

# 2. What is made from the text encoder and the backbone's features. Both change the model's id.
"$python" "$model/search.py" "$data" --model "$final" --cache "$runs/cache" --write
"$python" "$model/aspects.py" "$data" --model "$final" --cache "$runs/cache" --write

# 3. Which explanations are evidence, on val, into model.json: the last change of the id.
"$trainer" evaluate --data "$dataset" --model "$final" --compare "$runs/before" --part val --explanations 100 --record --limits --output "$runs/val"
"$cli" model --verify --model "$final"
"$trainer" evaluate --data "$dataset" --model "$final" --trunk "$final/trunk.safetensors" --part val --output "$runs/val-heads"

# 4. Into this folder. Figures of the model before are none of this one's.
for file in $weights model.json calibration.json; do
  cp "$final/$file" "$model/"
done
rm -f "$model/evaluation.json" "$model/heads.json" "$model/themes.json" "$model/search.json" "$model/aspects.json"

# 5. What the tests hold the engine against, and the card without the test part.
"$python" "$model/../tests/tools/make-backbone-golden.py"
"$python" "$model/../tests/tools/make-text-goldens.py"
"$python" "$model/../tests/tools/make-goldens.py"
"$python" "$model/data.py" "$data"
"$python" "$model/languages.py" "$cli"
"$python" "$model/card.py"
"$python" "$model/card.py" --check

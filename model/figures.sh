#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All figures of the model card, in one command: measures the model in this folder on the test part, beside
# another one, and fills the card's tables. It reads the test part: run it once, when everything is frozen and
# release.sh has put the model here.
#
# usage: figures.sh TRAINER CLI DATASET DATA OTHER TRIES CELLS [TRUNK OTHER-TRUNK]
#
# TRAINER: photo-critic-train; CLI: photo-critic-cli. DATASET: what `dataset import` and `features` made of DATA, the
# research data. OTHER: the folder of the model to compare with. TRIES and CELLS: the folders of `experiment` and
# `ablate`, which take hours and do not read the test part: their experiment.json and ablation.json are copied.
# TRUNK: this model's heads of all sources (fit --stage 2), and OTHER-TRUNK the other's; without them only the AVA
# vote is measured. PYTHON: one with the packages of requirements.txt (python3).
set -eu
[ $# -eq 7 ] || [ $# -eq 9 ] || { sed -n '/^# usage/s/^# //p' "$0" >&2; exit 2; }
model=$(cd "$(dirname "$0")" && pwd)
trainer=$1 cli=$2 dataset=$3 data=$4 other=$5 tries=$6 cells=$7
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Before the test part is read: what is given is there, and the model is whole.
given() {
  grep -q "\"photo-critic-$2\"" "$1" || { echo "$1 is not what photo-critic-train $2 writes" >&2; exit 1; }
}
given "$tries/experiment.json" experiment
given "$cells/ablation.json" ablation
given "$model/calibration.json" calibration
"$cli" model --verify --model "$model"
cp "$tries/experiment.json" "$cells/ablation.json" "$model/"
"$python" "$model/data.py" "$data"
"$python" "$model/languages.py" "$cli"
"$python" "$model/card.py"

# Shares of trunks are measured beside the whole model, which alone explains itself and has limits.
"$trainer" evaluate --data "$dataset" --model "$model" --compare "$other" --part test --explanations 200 --limits --output "$work/whole"
if [ $# -eq 9 ]; then
  "$trainer" evaluate --data "$dataset" --model "$model" --trunk "$8" --compare "$other" --compare-trunk "$9" --part test --output "$work/heads"
  cp "$work/heads/evaluation.json" "$model/heads.json"
fi
cp "$work/whole/evaluation.json" "$model/evaluation.json"
"$python" "$model/search.py" "$data" --cache "$work" --test
"$python" "$model/aspects.py" "$data" --cache "$work" --test
"$python" "$model/card.py"
"$python" "$model/card.py" --check --complete

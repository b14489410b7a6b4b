#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All figures of the model card, in one command: measures the model in this folder on the test part, beside
# another one, and fills the card's tables. It reads the test part: run it when everything is frozen.
#
# usage: figures.sh TRAINER DATASET DATA OTHER [TRUNK OTHER-TRUNK]
#
# TRAINER: photo-critic-train. DATASET: what its `dataset import` and `features` made of DATA, the research data.
# OTHER: the folder of the model to compare with. TRUNK: this model's heads of all sources (fit --stage 2), and
# OTHER-TRUNK the other's; without them only the AVA vote is measured. What was tried (experiment.json) and the
# paper's variants (ablation.json) come from `experiment` and `ablate`, which take hours and do not read the test part.
set -eu
model=$(cd "$(dirname "$0")" && pwd)
trainer=$1 dataset=$2 data=$3 other=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Shares of trunks are measured beside the whole model, which alone explains itself and has limits.
"$trainer" evaluate --data "$dataset" --model "$model" --compare "$other" --part test --explanations 200 --limits --output "$work/whole"
if [ $# -gt 4 ]; then
  "$trainer" evaluate --data "$dataset" --model "$model" --trunk "$5" --compare "$other" --compare-trunk "$6" --part test --output "$work/heads"
  cp "$work/heads/evaluation.json" "$model/heads.json"
fi
cp "$work/whole/evaluation.json" "$model/evaluation.json"
python3 "$model/search.py" "$data" --cache "$work" --test
python3 "$model/aspects.py" "$data" --cache "$work" --test
python3 "$model/card.py"

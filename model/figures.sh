#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All figures of the model card, in one command: measures the model in this folder on the test part, beside
# the one before, and fills the card's tables. It reads the test part: run it once, when everything is frozen and
# release.sh has put the model here.
#
# usage: figures.sh TRAINER CLI DATASET DATA RUNS TRIES CELLS [OTHER-TRUNK]
#
# TRAINER: photo-critic-train; CLI: photo-critic-cli. DATASET: what `dataset import` and `features` made of DATA, the
# research data. RUNS: release.sh's, with before/, final/, two/ and the folds two-1/, two-2/ ... TRIES and CELLS: the
# folders of `experiment` and `ablate`, which take hours and do not read the test part: their experiment.json and
# ablation.json are copied. OTHER-TRUNK: the heads of all sources of the model before; without it the heads of this one
# are measured alone. PYTHON: one with the packages of requirements.txt (python3).
#
# RUNS/test keeps what was measured of these very files: where a step fails, the same command goes on behind the last one
# that did not.
set -eu
[ $# -eq 7 ] || [ $# -eq 8 ] || { sed -n '/^# usage/s/^# //p' "$0" >&2; exit 2; }
model=$(cd "$(dirname "$0")" && pwd)
trainer=$1 cli=$2 dataset=$3 data=$4 runs=$5 tries=$6 cells=$7 other_trunk=${8:-}
python=${PYTHON:-python3}
test=$runs/test

# Before the test part is read: what is given is there, and the model is whole.
given() {
  grep -q "\"photo-critic-$2\"" "$1" || { echo "$1 is not what photo-critic-train $2 writes" >&2; exit 1; }
}
given "$tries/experiment.json" experiment
given "$cells/ablation.json" ablation
given "$model/calibration.json" calibration
[ -s "$runs/final/trunk.safetensors" ] || { echo "$runs/final is not what release.sh left" >&2; exit 1; }
"$cli" model --verify --model "$model"
cp "$tries/experiment.json" "$cells/ablation.json" "$model/"
"$python" "$model/data.py" "$data"
"$python" "$model/languages.py" "$cli"
"$python" "$model/card.py"

# once NAME COMMAND...: what was measured of this model and the files that the command names is not measured again.
id=$(sed -n 's/^ *"id": "\([0-9a-f]*\)".*/\1/p' "$model/model.json")
once() {
  mkdir -p "$test/$1"
  done=$test/$1/done
  shift
  key=$(for word in "$id" "$@"; do
          case $word in
            */*.safetensors) sha256sum < "$word" ;;
            */*) [ ! -f "$word/model.json" ] || sha256sum < "$word/model.json" ;;
            *) echo "$word" ;;
          esac
        done | sha256sum)
  [ "$(cat "$done" 2> /dev/null)" = "$key" ] && return
  "$@"
  echo "$key" > "$done"
}

measure() {
  name=$1
  shift
  once "$name" "$trainer" evaluate --data "$dataset" --model "$model" --output "$test/$name" "$@"
}

# Shares of trunks are measured beside the whole model, which alone explains itself and has limits.
measure whole --compare "$runs/before" --part test --explanations 200 --limits
set -- --trunk "$runs/final/trunk.safetensors"
[ -z "$other_trunk" ] || set -- "$@" --compare "$runs/before" --compare-trunk "$other_trunk"
measure heads "$@" --part test
set --
for fold in "$runs"/two-*/; do
  set -- "$@" --trunk "${fold}trunk.safetensors"
done
measure themes "$@" --shares "$runs/final/trunk.safetensors" --part all
for name in heads themes; do
  cp "$test/$name/evaluation.json" "$model/$name.json"
done
cp "$test/whole/evaluation.json" "$model/evaluation.json"
once search "$python" "$model/search.py" "$data" --cache "$runs/cache" --test
once aspects "$python" "$model/aspects.py" "$data" --cache "$runs/cache" --test
"$python" "$model/card.py"
"$python" "$model/card.py" --check --complete

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare Debian 12 or 13 to a tested program: installs what the tests
# need, builds into build/, and runs every suite but `slow`. The last line says
# how many tests passed and failed; the exit status is 0 when none failed.
#
# usage: sh tests/run.sh [MESON-TEST-ARGUMENT...]     e.g. sh tests/run.sh --suite engine
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/data/debian.sh"

# shellcheck disable=SC2086 # lists of words
need_packages $build_packages $run_packages $test_packages
build "$top" "$top/build"

status=0
meson test -C "$top/build" --no-rebuild --no-suite slow --print-errorlogs \
  --timeout-multiplier 4 "$@" </dev/null || status=$?
python3 "$top/tests/house/summary.py" "$top/build/meson-logs/testlog.json" || status=1
exit "$status"

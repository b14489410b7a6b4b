#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare Debian 12 or 13 to the first assessment: installs what is needed,
# builds into build/, and shows a sample photograph with its critique. Where
# there is a display that is the window; elsewhere the assessment is printed
# and the annotated picture written.
#
# usage: sh data/try.sh [--no-window]
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/data/debian.sh"

window=yes
case ${1-} in
  '') ;;
  --no-window) window=no ;;
  *) die "usage: sh data/try.sh [--no-window]" ;;
esac
[ -n "${WAYLAND_DISPLAY-}${DISPLAY-}" ] || window=no

# shellcheck disable=SC2086 # lists of words
need_packages $build_packages $run_packages
build "$top" "$top/build"

sample=$top/data/samples/rocket
if [ "$window" = yes ]; then
  exec "$top/build/ui/photo-critic" --critique "$(cat "$sample.txt")" "$sample.jpg"
fi

annotated=$top/build/rocket-annotated.png
"$top/build/src/cli/photo-critic-cli" assess "$sample.jpg" \
  --critique-file "$sample.txt" --heatmap "$annotated"
say "The photograph with what raised (orange) and lowered (blue) its score: $annotated"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes the pictures of data/screenshots/ from the real window, on a display
# without a screen. Needs the test packages of data/debian.sh.
#
# usage: sh tests/tools/make-screenshots.sh BUILD [OUT]
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
out=${2-$top/data/screenshots}
scratch=$(mktemp -d)
display=:77
mkdir -p "$out"

stop () {
  for pid in ${window-} ${manager-} ${server-}; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$scratch"
}
trap stop EXIT INT TERM

# shot NAME WIDTH HEIGHT SHADE SAMPLE [KEY...]
shot () {
  name=$1 width=$2 height=$3 shade=$4 sample=$5
  shift 5
  Xvfb "$display" -screen 0 "${width}x${height}x24" -nolisten tcp >/dev/null 2>&1 &
  server=$!
  sleep 2
  DISPLAY=$display openbox >/dev/null 2>&1 &
  manager=$!
  mkdir -p "$scratch/$name/glib-2.0/settings"
  cat > "$scratch/$name/glib-2.0/settings/keyfile" <<KEYS
[io/github/photocritic/PhotoCritic]
style-variant='$shade'
maximized=true
KEYS
  set -- "$@"
  env -u WAYLAND_DISPLAY DISPLAY="$display" XDG_CONFIG_HOME="$scratch/$name" GSETTINGS_BACKEND=keyfile \
    GTK_A11Y=none NO_AT_BRIDGE=1 LC_ALL=C.UTF-8 dbus-run-session -- \
    "$build/ui/photo-critic" ${sample:+--critique "$(cat "$top/data/samples/$sample.txt")" "$top/data/samples/$sample.jpg"} &
  window=$!
  sleep "${SETTLE-15}"
  for key in "$@"; do
    DISPLAY=$display xdotool key "$key"
    sleep 1
  done
  DISPLAY=$display import -window root -depth 8 "$scratch/$name.png"
  convert "$scratch/$name.png" -strip -define png:compression-level=9 "$out/$name.png"
  kill "$window" "$manager" "$server" 2>/dev/null || true
  wait "$window" "$manager" "$server" 2>/dev/null || true
}

shot desk 1600 1000 dark rocket

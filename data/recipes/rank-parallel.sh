#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ranks photographs on several machines by GNU parallel: each shard is one job,
# which any host may run, and a job that fails is run again elsewhere. The hosts
# see the photographs under the same paths (a network file system) and have the
# program on their way; the result of a shard comes back over standard output.
#
# usage: rank-parallel.sh HOSTS SHARDS OUTPUT.csv [OPTION...] PATH...
#   HOSTS   as parallel's --sshlogin: "a,b,8/c"; ":" is this machine without ssh
#   SHARDS  several for each worker, so that all end at about the same time
# PHOTO_CRITIC_CLI names the program where it is not on the way.
set -eu

if [ $# -lt 4 ]; then
  sed -n 's/^# \{0,1\}//; 3,10p' "$0" >&2
  exit 2
fi
hosts=$1
shards=$2
output=$3
shift 3
program=${PHOTO_CRITIC_CLI:-photo-critic-cli}

shard_folder=$(mktemp -d)
trap 'rm -rf "$shard_folder"' EXIT
trap 'exit 130' INT TERM

# A shard whose status is 1 has rows that say what failed: it is done all the
# same. Anything else, a killed worker above all, is tried again.
seq "$shards" |
  parallel --will-cite --sshlogin "$hosts" --workdir "$PWD" --retries 3 --results "$shard_folder/{}.ndjson" --quote \
    sh -c '
      program=$1 shard=$2
      shift 2
      status=0
      "$program" rank --no-library --format ndjson --shard "$shard" "$@" || status=$?
      [ "$status" -le 1 ]
    ' sh "$program" "{}/$shards" "$@" >/dev/null

status=0
"$program" rank --merge --format csv "$shard_folder"/*.ndjson >"$output.part" || status=$?
[ "$status" -le 1 ] || exit "$status"
mv "$output.part" "$output"
exit "$status"

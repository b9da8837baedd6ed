#!/usr/bin/env bash
# ./bench.sh NAME [argument …] runs bench/NAME.sh, which prints key=value lines. Without a name it lists them.
# ./bench.sh --record NAME [argument …] also adds the lines, with the machine they are from, to its file in bench/results.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

list() {
  for file in "$root"/bench/*.sh; do
    # Each says in its second line what it measures. What cannot be executed is a part of others.
    if [ -x "$file" ]; then printf '  %-10s %s\n' "$(basename "$file" .sh)" "$(sed -n '2s/^# *//p' "$file")"; fi
  done
}

# The figures of standard input as a section of the machine's file: its name is the processor's, and how many there are.
record() {
  local name=$1 load=$2 processor cores commit file figures
  figures=$(cat)
  [ -n "$figures" ] || return 1
  processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
  cores=$(nproc)
  file=$root/bench/results/$(printf '%s' "${processor:-$(uname -m)}" | tr '[:upper:]' '[:lower:]' | sed 's/([^)]*)//g; s/[^a-z0-9]\{1,\}/-/g; s/^-*//; s/-*$//')-$cores-cores.md
  commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)
  if [ -n "$(git -C "$root" status --porcelain -- src bench ':!bench/results' 2>/dev/null)" ]; then commit="$commit and changes"; fi
  mkdir -p "$(dirname "$file")"
  if [ ! -e "$file" ]; then
    printf '# %s, %s cores\n\nWhat the keys mean, and what is not in them: [README](../README.md).\n' "${processor:-$(uname -m)}" "$cores" >"$file"
  fi
  printf '\n## %s, %s\n\nCommit %s, Linux %s, load average before and after: %s and %s. %s\n\n```text\n%s\n```\n' \
    "$name" "$(date -u +'%Y-%m-%d %H:%M UTC')" "$commit" "$(uname -r)" "$load" "$(cut -d' ' -f1 /proc/loadavg)" "${BENCH_NOTE:-}" "$figures" >>"$file"
  echo "Added to bench/results/$(basename "$file")." >&2
}

is_recorded=false
if [ "${1:-}" = --record ]; then
  is_recorded=true
  shift
fi
name=${1:-}
# The name becomes part of a path: letters, digits and dashes only.
if [[ ! $name =~ ^[a-z0-9-]+$ ]] || [ ! -x "$root/bench/$name.sh" ]; then
  {
    echo "Usage: ./bench.sh [--record] NAME [argument …], where NAME is one of"
    list
  } >&2
  exit 2
fi
shift
if ! $is_recorded; then exec bash "$root/bench/$name.sh" "$@"; fi
load=$(cut -d' ' -f1 /proc/loadavg)
# With pipefail a bench that fails ends this before anything is written: its output is whole, or not recorded.
figures=$(bash "$root/bench/$name.sh" "$@" | tee >(cat >&2))
record "$name" "$load" <<<"$figures"

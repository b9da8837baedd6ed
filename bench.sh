#!/usr/bin/env bash
# ./bench.sh NAME [argument …] runs bench/NAME.sh, which prints key=value lines. Without a name it lists them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

list() {
  for file in "$root"/bench/*.sh; do
    # Each says in its second line what it measures.
    if [ -f "$file" ]; then printf '  %-10s %s\n' "$(basename "$file" .sh)" "$(sed -n '2s/^# *//p' "$file")"; fi
  done
}

name=${1:-}
# The name becomes part of a path: letters, digits and dashes only.
if [[ ! $name =~ ^[a-z0-9-]+$ ]] || [ ! -f "$root/bench/$name.sh" ]; then
  {
    echo "Usage: ./bench.sh NAME [argument …], where NAME is one of"
    list
  } >&2
  exit 2
fi
shift
exec bash "$root/bench/$name.sh" "$@"

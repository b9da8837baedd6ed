#!/usr/bin/env bash
# A writer of the database is killed a thousand times, and another program locks it for five seconds: is it whole, is anything lost, does anybody wait too long?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

publish
build_bench DatabaseKills FrameSender
open_wire store
node bench/storage.mjs "$@"

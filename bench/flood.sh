#!/usr/bin/env bash
# 1,000,000 frames flat out into the ring and one device drained to nowhere, beside tcpdump -w /dev/null: what is lost, what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

require_packages tcpdump util-linux
build_bench FrameSender Flood
open_wire flood
node bench/flood.mjs "$@"

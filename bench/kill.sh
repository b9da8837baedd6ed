#!/usr/bin/env bash
# kill -9 of the service while it records, at 1,000, 10,000 and 100,000 frames a second: what is missing, beside tcpdump and dumpcap, and is everything whole again?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

require_packages tcpdump tshark
publish
build_bench FrameSender
open_wire kill
node bench/kill.mjs "$@"

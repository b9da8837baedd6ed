#!/usr/bin/env bash
# Frames flat out into a recording, beside tcpdump and dumpcap that write the same frames to a file: what is lost, what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

require_packages tcpdump tshark util-linux
publish
build_bench FrameSender
open_wire record
node bench/record.mjs "$@"

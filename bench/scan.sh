#!/usr/bin/env bash
# tcp port 80 out of a recording of 1,000,000 frames and 480 MB into a file, beside tcpdump -r -w: how long, and in how much memory?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh

require_toolchain
require_packages libpcap0.8 tcpdump tshark curl
publish
node bench/scan.mjs "$@"

#!/usr/bin/env bash
# Many viewers of one device, one that stalls, and a thousand connections: what does a viewer cost, is anything lost, how does the hub compare with a plain WebSocket?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

build_bench FrameSender Fanout
open_wire fanout
node bench/fanout.mjs "$@"

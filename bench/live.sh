#!/usr/bin/env bash
# 500,000 frames at 50,000 a second into the service with a viewer attached: is one lost, and what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

publish
build_bench FrameSender
open_wire live
node bench/live.mjs

#!/usr/bin/env bash
# Silent connections, slow headers, slow readers, long messages, floods of compilations and uploads: how long do others wait, and is a frame lost?
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

require_packages util-linux

publish
build_bench FrameSender
open_wire abuse
node bench/abuse.mjs "$@"

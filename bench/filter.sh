#!/usr/bin/env bash
# Filter programs over frames: machine code and interpreter beside libpcap's interpreter and beside the same program in C.
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh

require_toolchain
require_packages libpcap0.8 libpcap-dev gcc libc6-dev
dotnet build -c Release -v quiet --nologo bench/Filter </dev/null >&2
dotnet bench/Filter/bin/Release/net10.0/FilterBench.dll

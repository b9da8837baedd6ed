#!/usr/bin/env bash
# What does a frame cost from the tap to the store buffer, beside a bare copy of its bytes?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh

require_toolchain
# Compiles the filters.
require_packages libpcap0.8
dotnet build -c Release -v quiet --nologo bench/Tap </dev/null >&2
dotnet bench/Tap/bin/Release/net10.0/TapBench.dll

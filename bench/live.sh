#!/usr/bin/env bash
# The live path at a steady rate: see live.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."
./run.sh --publish-only
dotnet build -c Release -v quiet --nologo bench/FrameSender >&2
exec node bench/live.mjs

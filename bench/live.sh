#!/usr/bin/env bash
# 500,000 frames at 50,000 a second into the service with a viewer attached: is one lost, and what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh
. bench/namespaces.sh

require_toolchain
require_packages libpcap0.8 iproute2
publish
dotnet build -c Release -v quiet --nologo bench/FrameSender </dev/null >&2
open_wire live
WIRE_NEAR=$WIRE_NEAR WIRE_FAR=$WIRE_FAR WIRE_NAMESPACE=$WIRE_NAMESPACE node bench/live.mjs

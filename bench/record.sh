#!/usr/bin/env bash
# Frames flat out into a recording, beside tcpdump and dumpcap that write the same frames to a file: what is lost, what does it cost?
set -euo pipefail
cd "$(dirname "$0")/.."
. build/setup.sh
. bench/namespaces.sh

require_toolchain
require_packages libpcap0.8 iproute2 tcpdump tshark util-linux
publish
dotnet build -c Release -v quiet --nologo bench/FrameSender </dev/null >&2
open_wire record
WIRE_NEAR=$WIRE_NEAR WIRE_FAR=$WIRE_FAR WIRE_NAMESPACE=$WIRE_NAMESPACE node bench/record.mjs "$@"

#!/usr/bin/env bash
# The page in Chromium: bytes and time to the first live row, and the time from a frame on the wire to its row.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/wired.sh

require_packages chromium
publish
open_wire page
# The sender is a plain UDP socket, which needs an address to send from and a way to send to.
in_wire ip address add 198.51.100.1/24 dev "$WIRE_FAR"
node bench/page.mjs

#!/usr/bin/env bash
# Starts WebCap; the first time, or after a change, it is built before. Arguments go to WebCap: ./run.sh --help lists them.
# ./run.sh --publish-only builds and does not start, for scripts that start it themselves from .build/publish.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build/setup.sh"

# Help needs no fresh build where there is any.
wants_only_text=false
for argument in "$@"; do
  case $argument in --help | -h | --version) wants_only_text=true ;; esac
done

require_toolchain
if ! { $wants_only_text && [ -x "$published/WebCap" ]; }; then
  require_packages libpcap0.8
  publish
fi

if [ "$*" = --publish-only ]; then exit; fi

export WEBCAP_HOME=$root
exec "$published/WebCap" "$@"

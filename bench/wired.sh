# What benches with a wire of their own share, to be sourced from the root: set-up, the wire (namespaces.sh), and the sender of frames.
. build/setup.sh
. bench/namespaces.sh

require_toolchain
require_packages libpcap0.8 iproute2

# Builds programs of bench/ by the names of their folders.
build_bench() {
  local project
  for project in "$@"; do dotnet build -c Release -v quiet --nologo "bench/$project" </dev/null >&2; done
}

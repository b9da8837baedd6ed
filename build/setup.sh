# What run.sh, webcap and test.sh share: looking for what a build needs, installing what can be installed, publishing. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
published=$root/.build/publish
published_cli=$root/.build/cli

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build processes that stay behind would keep the caller's output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The program looks for the runtime in the system's folders; one that was unpacked elsewhere is found through this.
find_runtime() {
  if [ -z "${DOTNET_ROOT:-}" ] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
  fi
}

# The SDK that global.json asks for.
require_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK is missing. Install the .NET 10 SDK, https://dotnet.microsoft.com/download/dotnet/10.0, and start this again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET 10 SDK is missing (found: $(cd / && dotnet --version 2>/dev/null || echo none)). Install it, https://dotnet.microsoft.com/download/dotnet/10.0, and start this again."
  find_runtime
}

# The SDK, and a Node for the page's build.
require_toolchain() {
  require_dotnet
  local node_version=0
  if command -v node >/dev/null; then node_version=$(node -p 'process.versions.node.split(".")[0]'); fi
  if [ "$node_version" -lt 20 ]; then
    fail "Node.js 20 or newer is missing; it builds the page. Install it, https://nodejs.org/en/download, and start this again."
  fi
  command -v npm >/dev/null || fail "npm is missing; it comes with Node.js, https://nodejs.org/en/download, or as a package of its own."
}

has_libpcap() {
  # Read to its end: a grep that leaves early would end ldconfig with a broken pipe, and pipefail would take that for a no.
  PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep 'libpcap\.so' >/dev/null ||
    compgen -G '/usr/lib/libpcap.so*' >/dev/null || compgen -G '/usr/lib/*/libpcap.so*' >/dev/null
}

# Debian packages, installed when they are missing: by apt where this is root, else the caller is told the command.
require_packages() {
  local missing=() package
  for package in "$@"; do
    # Whatever put libpcap there, it does.
    if [ "$package" = libpcap0.8 ] && has_libpcap; then continue; fi
    if dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$'; then continue; fi
    missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if ! command -v apt-get >/dev/null; then
    fail "Missing: ${missing[*]} (names of Debian's packages). Install them with this system's package manager and start this again."
  fi
  if [ "$(id -u)" -ne 0 ]; then
    fail "Missing: ${missing[*]}. Install with: sudo apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "Installing ${missing[*]} …"
  local log
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    fail "apt-get could not install ${missing[*]}."
  fi
  rm -f "$log"
}

# Everything that a publish reads in some folders, by name, size and time: quick, and needs no git.
source_stamp() {
  (
    cd "$root"
    dotnet --version
    # Only a checkout that is not whole lacks one of these, and then the build says so better.
    find "$@" Directory.Build.props Directory.Packages.props global.json \
      \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort || true
  ) | sha256sum | cut -d' ' -f1
}

# publish_project WHAT PROJECT TARGET PROGRAM FOLDER … publishes Release to a folder in .build, unless what lies there already came from the
# same sources. A program that runs from there goes on: its files are replaced by others of the same name, not overwritten.
publish_project() {
  local what=$1 project=$2 target=$3 program=$4 stamp
  shift 4
  mkdir -p "$root/.build"
  exec 9>"$root/.build/lock"
  flock 9
  stamp=$(source_stamp "$@")
  if [ -x "$target/$program" ] && [ "$(cat "$target.stamp" 2>/dev/null)" = "$stamp" ]; then
    exec 9>&-
    return
  fi
  say "Building $what; this takes a minute or two the first time …"
  rm -rf "$target.new" "$target.old"
  if ! dotnet publish "$root/$project" -c Release -o "$target.new" --nologo -v quiet </dev/null >"$target.log" 2>&1 9>&-; then
    cat "$target.log" >&2
    fail "The build failed."
  fi
  if [ -d "$target" ]; then mv "$target" "$target.old"; fi
  mv "$target.new" "$target"
  rm -rf "$target.old"
  echo "$stamp" >"$target.stamp"
  exec 9>&-
}

# The service, to .build/publish.
publish() { publish_project WebCap src/Web/Web.csproj "$published" WebCap src samples docs/api.md; }

# The command line, to .build/cli. It shares the packet's readers with the page, and nothing with the service.
publish_command_line() { publish_project "WebCap's command line" src/Cli/Cli.csproj "$published_cli" webcap-cli src/Cli src/Bpf.Wire src/Packet.Dissect; }

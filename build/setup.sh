# What run.sh and test.sh share: looking for what a build needs, installing what can be installed, publishing. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
published=$root/.build/publish

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build processes that stay behind would keep the caller's output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The SDK that global.json asks for, and a Node for the page's build.
require_toolchain() {
  command -v dotnet >/dev/null || fail "The .NET SDK is missing. Install the .NET 10 SDK, https://dotnet.microsoft.com/download/dotnet/10.0, and start this again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET 10 SDK is missing (found: $(cd / && dotnet --version 2>/dev/null || echo none)). Install it, https://dotnet.microsoft.com/download/dotnet/10.0, and start this again."
  local node_version=0
  if command -v node >/dev/null; then node_version=$(node -p 'process.versions.node.split(".")[0]'); fi
  if [ "$node_version" -lt 20 ]; then
    fail "Node.js 20 or newer is missing; it builds the page. Install it, https://nodejs.org/en/download, and start this again."
  fi
  command -v npm >/dev/null || fail "npm is missing; it comes with Node.js, https://nodejs.org/en/download, or as a package of its own."
  # The program looks for the runtime in the system's folders; one that was unpacked elsewhere is found through this.
  export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
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

# Everything that a publish reads, by name, size and time: quick, and needs no git.
source_stamp() {
  (
    cd "$root"
    dotnet --version
    # Only a checkout that is not whole lacks one of these, and then the build says so better.
    find src samples Directory.Build.props Directory.Packages.props global.json \
      \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort || true
  ) | sha256sum | cut -d' ' -f1
}

# Publishes Release to .build/publish, unless that is what lies there already. A service that runs from there goes on: its files are
# replaced by others of the same name, not overwritten.
publish() {
  mkdir -p "$root/.build"
  exec 9>"$root/.build/lock"
  flock 9
  local stamp
  stamp=$(source_stamp)
  if [ -x "$published/WebCap" ] && [ "$(cat "$root/.build/stamp" 2>/dev/null)" = "$stamp" ]; then
    exec 9>&-
    return
  fi
  say "Building WebCap; this takes a minute or two the first time …"
  rm -rf "$published.new" "$published.old"
  if ! dotnet publish "$root/src/Web/Web.csproj" -c Release -o "$published.new" --nologo -v quiet </dev/null >"$root/.build/publish.log" 2>&1 9>&-; then
    cat "$root/.build/publish.log" >&2
    fail "The build failed."
  fi
  if [ -d "$published" ]; then mv "$published" "$published.old"; fi
  mv "$published.new" "$published"
  rm -rf "$published.old"
  echo "$stamp" >"$root/.build/stamp"
  exec 9>&-
}

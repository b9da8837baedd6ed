#!/usr/bin/env bash
# Builds everything and runs every test: the unit tests, then the end-to-end tests on the published service.
# ./test.sh unit runs only the first, ./test.sh e2e only the second. Reports: .build/reports/NAME.xml and NAME.log.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build/setup.sh"
cd "$root"

suite=${1:-all}
case $suite in all | unit | e2e) ;; *) fail "Usage: ./test.sh [unit | e2e]" ;; esac

# A test that hangs is a failure, not a reason to wait for ever.
project_timeout_s=1500

require_toolchain
require_packages libpcap0.8 chromium iproute2 tcpdump tshark

reports=$root/.build/reports
rm -rf "$reports"
mkdir -p "$reports"

say "Building …"
dotnet build WebCap.sln -c Release --nologo -v quiet </dev/null >"$reports/build.log" 2>&1 || {
  cat "$reports/build.log" >&2
  fail "The build failed."
}

projects=()
if [ "$suite" != e2e ]; then for folder in tests/unit/*/; do projects+=("${folder%/}"); done; fi
if [ "$suite" != unit ] && [ -d tests/e2e ]; then
  publish
  projects+=(tests/e2e)
fi

# The value of a number in a report's <assembly> element.
count() { sed -n "s/.*<assembly [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

passed=0 failed=0 skipped=0
for folder in "${projects[@]}"; do
  project=$(basename "$folder"/*.csproj .csproj)
  assembly=$folder/bin/Release/net10.0/$project.dll
  report=$reports/$project.xml
  log=$reports/$project.log
  say "== $project"
  code=0
  timeout --kill-after=30 "$project_timeout_s" dotnet "$assembly" -noColor -xml "$report" >"$log" 2>&1 </dev/null || code=$?
  project_passed=0 project_failed=0 project_skipped=0
  if [ -s "$report" ]; then
    project_passed=$(count "$report" passed)
    project_failed=$(($(count "$report" failed) + $(count "$report" errors)))
    project_skipped=$(count "$report" skipped)
  fi
  # It crashed, hung or found nothing to run: whatever it was, it did not pass.
  if [ $((project_passed + project_failed + project_skipped)) -eq 0 ] || { [ "$code" -ne 0 ] && [ "$project_failed" -eq 0 ]; }; then
    say "$project ended with exit code $code and reported $project_passed passed tests."
    project_failed=$((project_failed + 1))
  fi
  if [ "$project_failed" -gt 0 ]; then cat "$log" >&2; fi
  say "   $project_passed passed, $project_failed failed, $project_skipped skipped"
  passed=$((passed + project_passed))
  failed=$((failed + project_failed))
  skipped=$((skipped + project_skipped))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Builds everything and runs every test: the unit tests, then the end-to-end tests on the published service.
# ./test.sh unit runs only the first, ./test.sh e2e only the second. Reports: .build/reports/NAME.xml and NAME.log.
# A few tests that failed are run once more, alone: on a machine that others load too, a browser may miss any limit. What passes then is passed, and
# named as unsteady, with the first failure in the log; what fails twice has failed. A project that hung or crashed is run once more as a whole.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build/setup.sh"
cd "$root"

suite=${1:-all}
case $suite in all | unit | e2e) ;; *) fail "Usage: ./test.sh [unit | e2e]" ;; esac

# A test that hangs is a failure, not a reason to wait for ever.
project_timeout_s=1200
# A test that runs this long is named in its project's log, so that a project which had to be ended tells what it hung in.
long_running_s=120
# Naming it brings with it what tests print that pass.
export XUNIT_HIDE_PASSING_OUTPUT_DIAGNOSTICS=1
# More than so many failures are no accident.
most_run_again=4

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
  publish_command_line
  projects+=(tests/e2e)
fi

# The value of a number in a report's <assembly> element.
count() { sed -n "s/.*<assembly [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# run NAME ASSEMBLY [argument …] runs a test project; false when it ended in disorder or something failed. Sets run_passed, run_failed, run_skipped.
run() {
  local name=$1 assembly=$2 report=$reports/$1.xml log=$reports/$1.log code=0
  shift 2
  timeout --kill-after=30 "$project_timeout_s" dotnet "$assembly" -noColor -longRunning "$long_running_s" -xml "$report" "$@" >"$log" 2>&1 </dev/null || code=$?
  run_passed=0 run_failed=0 run_skipped=0
  if [ -s "$report" ]; then
    run_passed=$(count "$report" passed)
    run_failed=$(($(count "$report" failed) + $(count "$report" errors)))
    run_skipped=$(count "$report" skipped)
  fi
  # It crashed, hung or found nothing to run: whatever it was, it did not pass.
  if [ $((run_passed + run_failed + run_skipped)) -eq 0 ] || { [ "$code" -ne 0 ] && [ "$run_failed" -eq 0 ]; }; then
    say "$name ended with exit code $code and reported $run_passed passed tests."
    run_failed=$((run_failed + 1))
    is_orderly=false
  else
    is_orderly=true
  fi
  [ "$run_failed" -eq 0 ]
}

# The methods of the tests that failed in a report, TYPE.METHOD, one a line.
failed_methods() {
  grep -o '<test [^>]*result="Fail"[^>]*' "$1" | sed -n 's/.* type="\([^"]*\)" method="\([^"]*\)".*/\1.\2/p' | sort -u
}

passed=0 failed=0 skipped=0 unsteady=()
for folder in "${projects[@]}"; do
  project=$(basename "$folder"/*.csproj .csproj)
  assembly=$folder/bin/Release/net10.0/$project.dll
  say "== $project"
  if ! run "$project" "$assembly"; then
    cat "$reports/$project.log" >&2
    if ! $is_orderly; then
      say "   Once more, all of it"
      mv "$reports/$project.log" "$reports/$project.first.log"
      if run "$project" "$assembly"; then unsteady+=("$project, all of it"); else cat "$reports/$project.log" >&2; fi
    elif mapfile -t again < <(failed_methods "$reports/$project.xml") && [ ${#again[@]} -gt 0 ] && [ "$run_failed" -le "$most_run_again" ]; then
      say "   Once more, alone: ${again[*]}"
      first_passed=$run_passed first_failed=$run_failed first_skipped=$run_skipped
      arguments=()
      for method in "${again[@]}"; do arguments+=(-method "$method"); done
      if run "$project.again" "$assembly" "${arguments[@]}"; then
        unsteady+=("${again[@]}")
        run_passed=$((first_passed + first_failed)) run_failed=0
      else
        cat "$reports/$project.again.log" >&2
        run_passed=$first_passed run_failed=$first_failed
      fi
      run_skipped=$first_skipped
    fi
  fi
  say "   $run_passed passed, $run_failed failed, $run_skipped skipped"
  passed=$((passed + run_passed))
  failed=$((failed + run_failed))
  skipped=$((skipped + run_skipped))
done

for method in ${unsteady[@]+"${unsteady[@]}"}; do echo "unsteady, failed once and passed alone: $method"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

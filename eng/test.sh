#!/usr/bin/env bash
# The test command: builds everything once, runs every test there is, and ends on one line of totals.
#
#   eng/test.sh             everything
#   eng/test.sh NAME...     only these: a test project (Gateway or MedAid.Gateway.Tests), policies, python, node
#
# Servers of the tests are real and private (eng/services.sh); what this script started it stops again. Missing Debian
# packages are installed when we are root. Without root what cannot run is skipped and named; with CI=true it fails.
# Logs of all steps: artifacts/test-logs.
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
readonly root logs=$root/artifacts/test-logs configuration=debug
readonly minutes_max=10 # of one step; none takes two
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

passed=0
failed=0
skipped=0
say() { printf '%s\n' "test: $*"; }
is_ci() { [ "${CI:-}" = true ]; }
bounded() { timeout -k 10 "${minutes_max}m" "$@"; }

# cannot STEP WHY: on a laptop skipped and named, in CI a failure.
cannot() {
    say "$1 cannot run: $2"
    if is_ci; then failed=$((failed + 1)); else skipped=$((skipped + 1)); fi
}

count() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + ${3:-0}))
}

# logged STEP COMMAND...: the output goes to the log of the step; on failure its end is shown.
logged() {
    local step=$1 from=$SECONDS rc=0
    shift
    bounded "$@" >"$logs/$step.log" 2>&1 || rc=$?
    say "$step: $((SECONDS - from)) s$([ $rc -eq 0 ] || echo ", exit code $rc")"
    [ $rc -eq 0 ] || tail -n 120 "$logs/$step.log"
    return $rc
}

# ---- what is needed -----------------------------------------------------------------------------------------------------

# has_packages PACKAGE... : installed, or installed now.
has_packages() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "missing: sudo apt-get install ${missing[*]}"
        return 1
    fi
    say "installing ${missing[*]}"
    {
        apt-get -o DPkg::Lock::Timeout=300 update &&
            DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
    } >"$logs/apt.log" 2>&1 || { tail -n 20 "$logs/apt.log"; return 1; }
}

has_python() { /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || has_packages python3-grpcio python3-protobuf; }

has_node() {
    command -v npm >/dev/null || has_packages nodejs npm || return 1
    (cd tests/foreign/node && logged npm npm ci --no-audit --no-fund)
}

# ---- servers ------------------------------------------------------------------------------------------------------------

started=()
gateway=
stop_all() {
    stop_gateway || true
    [ ${#started[@]} -eq 0 ] || eng/services.sh stop "${started[@]}" >>"$logs/services.log" 2>&1 || true
}

start_services() {
    local from=$SECONDS service
    for service in postgres redis redis-cluster; do
        eng/services.sh status "$service" >/dev/null 2>&1 || started+=("$service")
    done
    if eng/services.sh start postgres redis redis-cluster >"$logs/services.env" 2>"$logs/services.log"; then
        # shellcheck disable=SC1091 # written by the line above
        . "$logs/services.env"
        say "services: $((SECONDS - from)) s"
    else
        tail -n 20 "$logs/services.log"
        cannot services "see above; tests that need them skip themselves"
    fi
}

# A gateway with a fresh ledger for the foreign clients; sets http and grpc.
start_gateway() {
    data=$(mktemp -d)
    MEDAID__HTTPPORT=0 MEDAID__GRPCPORT=0 MEDAID__DATAFOLDER=$data \
        dotnet "artifacts/bin/MedAid.Gateway/$configuration/MedAid.Gateway.dll" >"$logs/gateway.log" 2>&1 &
    gateway=$!
    for _ in $(seq 150); do
        http=$(sed -n 's/^ *HTTP\/JSON  *\(http:[^ ]*\).*/\1/p' "$logs/gateway.log")
        grpc=$(sed -n 's/^ *gRPC  *http:\/\/\([^ ]*\).*/\1/p' "$logs/gateway.log")
        [ -z "$http" ] || [ -z "$grpc" ] || return 0
        kill -0 $gateway 2>/dev/null || break
        sleep 0.2
    done
    tail -n 20 "$logs/gateway.log"
    return 1
}

stop_gateway() {
    [ -n "$gateway" ] || return 0
    local rc=0
    kill -TERM "$gateway" 2>/dev/null || true
    wait "$gateway" || rc=$?
    gateway=
    rm -rf "$data"
    [ $rc -eq 0 ]
}

# ---- steps --------------------------------------------------------------------------------------------------------------

check_solution() {
    local project
    while read -r project; do
        grep -qF "${project//\//\\}" MedAid.sln || {
            say "$project is not in the solution: dotnet sln MedAid.sln add $project"
            failed=$((failed + 1))
        }
    done < <(git ls-files '*.csproj')
}

# build PROJECT-OR-SOLUTION
build() {
    logged "restore" dotnet restore "$1" && logged build dotnet build "$1" --no-restore -v q && return
    failed=$((failed + 1))
    finish
}

run_project() {
    local project=$1 log rc=0
    log=$logs/$project.log
    logged "$project" dotnet test "tests/$project" --no-build --logger 'console;verbosity=minimal' || rc=$?
    local totals
    totals=$(sed -n 's/.*Failed: *\([0-9]*\), Passed: *\([0-9]*\), Skipped: *\([0-9]*\), Total.*/\2 \1 \3/p' "$log" | tail -n 1)
    if [ -z "$totals" ]; then
        say "$project gave no totals"
        totals="0 1 0"
    elif [ $rc -ne 0 ] && [ "$(cut -d' ' -f2 <<<"$totals")" -eq 0 ]; then
        say "$project failed outside its tests"
        count 0 1
    fi
    # shellcheck disable=SC2086 # three words
    count $totals
}

# run_lines STEP COMMAND...: a command that ends on a line `N passed, N failed`.
run_lines() {
    local step=$1 rc=0 totals
    shift
    logged "$step" "$@" || rc=$?
    totals=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$logs/$step.log" | tail -n 1)
    [ -n "$totals" ] || totals="0 1"
    [ $rc -eq 0 ] || [ "${totals#* }" -gt 0 ] || totals="${totals% *} 1"
    # shellcheck disable=SC2086 # two words
    count $totals
}

run_policies() {
    run_lines policies dotnet "artifacts/bin/MedAid.Cli/$configuration/medaid.dll" policy test packs samples/readings tests/cases
}

run_python() { run_foreign python has_python /usr/bin/python3 tests/foreign/python/test_gateway.py; }
run_node() { run_foreign node has_node node tests/foreign/node/run.js; }

# run_foreign NAME NEED COMMAND...: a client in another language against a gateway of its own.
run_foreign() {
    local name=$1 need=$2
    shift 2
    if ! $need; then
        cannot "$name" "what it needs is not installed"
    elif ! start_gateway; then
        count 0 1
    else
        MEDAID_GRPC=$grpc MEDAID_HTTP=$http MEDAID_ROOT=$root \
            MEDAID_PROTOSET=$root/artifacts/obj/MedAid.Gateway/$configuration/medaid.protoset \
            run_lines "$name" "$@"
        stop_gateway || { say "the gateway of $name did not stop cleanly"; count 0 1; }
    fi
}

test_projects() { for project in tests/*.Tests/*.csproj; do basename "$project" .csproj; done; }

everything() {
    build MedAid.sln
    check_solution
    start_services
    for project in $(test_projects); do run_project "$project"; done
    run_policies
    run_python
    run_node
}

only() {
    case $1 in
        policies) build src/MedAid.Cli && run_policies ;;
        python | node) build src/MedAid.Gateway && "run_$1" ;;
        *)
            local project=$1
            [ -d "tests/$project" ] || project=MedAid.$1.Tests
            [ -d "tests/$project" ] || { say "no such test: $1; there are $(test_projects | paste -sd' ') policies python node"; exit 2; }
            build "tests/$project"
            [ ${#started[@]} -gt 0 ] || start_services
            run_project "$project"
            ;;
    esac
}

finish() {
    local totals="$passed passed, $failed failed"
    [ $skipped -eq 0 ] || totals="$totals, $skipped skipped"
    say "all: $SECONDS s"
    stop_all
    trap - EXIT
    echo "$totals"
    [ $failed -eq 0 ] && [ $passed -gt 0 ]
    exit
}

command -v dotnet >/dev/null || { say "the .NET SDK is missing; global.json names the version: https://dot.net"; exit 1; }
mkdir -p "$logs"
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ $# -eq 0 ]; then
    everything
else
    for name in "$@"; do only "$name"; done
fi
finish

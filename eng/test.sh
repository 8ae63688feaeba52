#!/usr/bin/env bash
# The test command: builds everything once, runs every test there is, two steps at a time, and ends on one line of totals.
#
#   eng/test.sh             everything
#   eng/test.sh NAME...     only these: a test project (Gateway or MedAid.Gateway.Tests), policies, python, national, node
#
# Servers of the tests are real and private (eng/services.sh); what this script started it stops again, also when it is told to
# end (SIGINT, SIGTERM). Missing Debian packages are installed when we are root. Without root what cannot run is skipped and
# named; with CI=true it fails. Logs of all steps: artifacts/test-logs. MEDAID_TEST_SEED repeats the random tests of a run.
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
readonly root logs=$root/artifacts/test-logs configuration=release
readonly minutes_max=40   # of one step; a hang ends by itself after four, see tests/MedAid.Testing/Waiting.cs
readonly steps_at_once=2
readonly long_first="MedAid.Gateway.Tests MedAid.Stores.Tests MedAid.Cli.Tests MedAid.Policies.Tests"

command -v dotnet >/dev/null || { echo "test: the .NET SDK is missing; global.json names the version: https://dot.net"; exit 1; }
mkdir -p "$logs"
rm -f "$logs"/*.totals

# All that this run starts carries this folder in its environment or works in it, and so is found at the end. The compiler
# server is one of them: it listens in the folder, so no other build shares it.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/medaid-test.XXXXXX")
chmod 755 "$scratch"
readonly scratch
export TMPDIR=$scratch MEDAID_TEST_RUN=$scratch UseSharedCompilation=true
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

is_ci() { [ "${CI:-}" = true ]; }

# say LINE, and show FILE N: whole, although two steps speak at once.
say() { flock "$logs/speaking" printf '%s\n' "test: $*"; }
show() { grep -v '^  Passed ' "$1" | tail -n "$2" | flock "$logs/speaking" cat; }

# count STEP PASSED FAILED SKIPPED: adds to the totals of a step, which may run in a shell of its own.
count() { echo "$2 $3 ${4:-0}" >>"$logs/$1.totals"; }

# cannot STEP WHY: on a laptop skipped and named, in CI a failure.
cannot() {
    say "$1 cannot run: $2"
    if is_ci; then count "$1" 0 1; else count "$1" 0 0 1; fi
}

# logged STEP COMMAND...: the output goes to the log of the step; on failure its end is shown. The command runs in the background
# because a shell that waits hears signals, and one that runs a command does not.
logged() {
    local step=$1 from=$SECONDS rc=0
    shift
    timeout -k 10 "${minutes_max}m" "$@" >"$logs/$step.log" 2>&1 &
    wait $! || rc=$?
    say "$step: $((SECONDS - from)) s$([ $rc -eq 0 ] || echo ", exit code $rc")"
    [ $rc -eq 0 ] || show "$logs/$step.log" 150
    return $rc
}

# ---- the end ------------------------------------------------------------------------------------------------------------

# What still runs of this run. Servers overwrite their environment, but work in their own folder.
ours() {
    { grep -lzsx "MEDAID_TEST_RUN=$scratch" /proc/[0-9]*/environ || true; } | cut -d/ -f3
    { find /proc/[0-9]*/cwd -maxdepth 0 -lname "$scratch/*" 2>/dev/null || true; } | cut -d/ -f3
    sed -sn 1p "$scratch"/medaid-postgres-*/data/postmaster.pid 2>/dev/null || true
}

alive() { local pid; for pid in "$@"; do kill -0 "$pid" 2>/dev/null && return 0; done; return 1; }

# end_ours: all of it is asked to end, and after two seconds ended.
end_ours() {
    local pids
    pids=$(ours)
    # shellcheck disable=SC2086 # one word a process
    if [ -n "$pids" ]; then
        kill -TERM $pids 2>/dev/null || true
        for _ in $(seq 20); do alive $pids || break; sleep 0.1; done
    fi
    pids=$(ours)
    # shellcheck disable=SC2086
    [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
}

end_all() {
    trap '' INT TERM
    local shells
    shells=$(jobs -p)
    # shellcheck disable=SC2086 # one word a shell
    [ -z "$shells" ] || kill -TERM $shells 2>/dev/null || true
    end_ours
    [ ! -s "$logs/started" ] || xargs eng/services.sh stop <"$logs/started" >>"$logs/services.log" 2>&1 || true
    rm -f "$logs/started"
    rm -rf "$scratch" || true
}

finish() {
    local passed failed skipped totals
    read -r passed failed skipped < <(cat /dev/null "$logs"/*.totals 2>/dev/null | awk '{p += $1; f += $2; s += $3} END {print p + 0, f + 0, s + 0}')
    totals="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || totals="$totals, $skipped skipped"
    say "all: $SECONDS s"
    end_all
    trap - EXIT
    echo "$totals"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

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
    logged apt bash -c 'apt-get -o DPkg::Lock::Timeout=300 update &&
        DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"' apt "${missing[@]}"
}

has_python() { /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || has_packages python3-grpcio python3-protobuf; }

has_python_alone() { command -v /usr/bin/python3 >/dev/null || has_packages python3; }

# A browser for the tests of pages.
has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || has_packages chromium fonts-noto-cjk; } >/dev/null

has_node() {
    command -v npm >/dev/null || has_packages nodejs npm || return 1
    (cd tests/foreign/node && logged npm npm ci --no-audit --no-fund)
}

# ---- servers ------------------------------------------------------------------------------------------------------------

start_services() {
    local service
    : >"$logs/started"
    for service in postgres redis redis-cluster; do
        eng/services.sh status "$service" >/dev/null 2>&1 || echo "$service" >>"$logs/started"
    done
    if logged services bash -c 'eng/services.sh start postgres redis redis-cluster >"$0"' "$logs/services.env"; then
        # shellcheck disable=SC1091 # written by the line above
        . "$logs/services.env"
    else
        cannot services "see above; tests that need them skip themselves"
    fi
}

find_browser() { has_browser || cannot browser "there is no chromium; tests of pages skip themselves"; }

# A gateway with a fresh ledger for the foreign client of a step; sets gateway, http and grpc.
start_gateway() {
    local step=$1 log=$logs/$1-gateway.log data
    data=$(mktemp -d)
    MEDAID__HTTPPORT=0 MEDAID__GRPCPORT=0 MEDAID__WARMUP=false MEDAID__PRECHECKMILLISECONDS=60000 MEDAID__DATAFOLDER=$data \
        dotnet "artifacts/bin/MedAid.Gateway/$configuration/MedAid.Gateway.dll" >"$log" 2>&1 &
    gateway=$!
    for _ in $(seq 2400); do
        kill -0 $gateway 2>/dev/null || break
        http=$(sed -n 's/^ *HTTP\/JSON  *\(http:[^ ]*\).*/\1/p' "$log")
        grpc=$(sed -n 's/^ *gRPC  *http:\/\/\([^ ]*\).*/\1/p' "$log")
        [ -z "$http" ] || [ -z "$grpc" ] || return 0
        sleep 0.1
    done
    show "$log" 20
    return 1
}

stop_gateway() {
    local rc=0
    kill -TERM "$gateway" 2>/dev/null || true
    wait "$gateway" || rc=$?
    [ $rc -eq 0 ]
}

# ---- steps --------------------------------------------------------------------------------------------------------------

check_solution() {
    local project
    while read -r project; do
        grep -qF "${project//\//\\}" MedAid.sln || {
            say "$project is not in the solution: dotnet sln MedAid.sln add $project"
            count solution 0 1
        }
    done < <(git ls-files '*.csproj')
}

# build PROJECT-OR-SOLUTION
build() {
    if logged restore dotnet restore "$1" && logged build dotnet build "$1" -c $configuration --no-restore -v q; then
        end_ours # the compiler server, which would keep its memory
    else
        count build 0 1
        finish
    fi
}

run_project() {
    local project=$1 rc=0 passed failed skipped log=$logs/$1.log
    logged "$project" dotnet test "tests/$project" -c $configuration --no-build --logger 'console;verbosity=normal' || rc=$?
    total() { sed -n "s/^ *$1: *\\([0-9]*\\) *$/\\1/p" "$log" | tail -n 1; }
    passed=$(total Passed) failed=$(total Failed) skipped=$(total Skipped)
    if ! grep -q '^Total tests: [0-9]' "$log"; then
        say "$project gave no totals"
        failed=$((${failed:-0} + 1))
    elif [ $rc -ne 0 ] && [ "${failed:-0}" -eq 0 ]; then
        say "$project failed outside its tests"
        failed=1
    fi
    count "$project" "${passed:-0}" "${failed:-0}" "${skipped:-0}"
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
    count "$step" $totals
}

run_policies() {
    run_lines policies dotnet "artifacts/bin/MedAid.Cli/$configuration/medaid.dll" policy test packs samples/readings tests/cases
}

run_python() { run_foreign python has_python /usr/bin/python3 tests/foreign/python/test_gateway.py; }
run_national() { run_foreign national has_python_alone /usr/bin/python3 tests/foreign/python/test_national.py; }
run_node() { run_foreign node has_node node tests/foreign/node/run.js; }

# run_foreign NAME NEED COMMAND...: a client in another language against a gateway of its own.
run_foreign() {
    local name=$1 need=$2
    shift 2
    if ! $need; then
        cannot "$name" "what it needs is not installed"
    elif ! start_gateway "$name"; then
        count "$name" 0 1
    else
        MEDAID_GRPC=$grpc MEDAID_HTTP=$http MEDAID_ROOT=$root \
            MEDAID_PROTOSET=$root/artifacts/obj/MedAid.Gateway/$configuration/medaid.protoset \
            run_lines "$name" "$@"
        stop_gateway || { say "the gateway of $name did not stop cleanly"; count "$name" 0 1; }
    fi
}

run() {
    case $1 in
        policies | python | national | node) "run_$1" ;;
        *) run_project "$1" ;;
    esac
}

# at_once STEP...: runs them, some at a time, in this order.
at_once() {
    local step
    for step in "$@"; do
        while [ "$(jobs -pr | wc -l)" -ge $steps_at_once ]; do wait -n || true; done
        run "$step" &
    done
    wait
    for step in "$@"; do
        [ -s "$logs/$step.totals" ] || { say "$step did not come to its end"; count "$step" 0 1; }
    done
}

test_projects() { for project in tests/*.Tests/*.csproj; do basename "$project" .csproj; done; }

everything() {
    local rest
    build MedAid.sln
    check_solution
    start_services
    find_browser
    rest=$(test_projects | grep -vxFf <(tr ' ' '\n' <<<"$long_first"))
    # shellcheck disable=SC2086 # one word a project
    at_once $long_first policies python national node $rest
}

only() {
    local name steps=() projects=()
    for name in "$@"; do
        case $name in
            policies) steps+=("$name") projects+=(src/MedAid.Cli) ;;
            python | national | node) steps+=("$name") projects+=(src/MedAid.Gateway) ;;
            *)
                [ -d "tests/$name" ] || name=MedAid.$name.Tests
                [ -d "tests/$name" ] || { say "no such test: $name; there are $(test_projects | paste -sd' ') policies python national node"; exit 2; }
                steps+=("$name") projects+=("tests/$name")
                ;;
        esac
    done
    for name in "${projects[@]}"; do build "$name"; done
    case " ${steps[*]} " in *.Tests*) start_services ;; esac
    case " ${steps[*]} " in *" MedAid.Gateway.Tests "*) find_browser ;; esac
    at_once "${steps[@]}"
}

if [ $# -eq 0 ]; then everything; else only "$@"; fi
finish

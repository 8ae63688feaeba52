#!/usr/bin/env bash
# Load on a gateway of its own with PostgreSQL and Redis, the limits beside it in the same run, and the books proved afterwards.
# Writes artifacts/bench.json and artifacts/bench.html. Figures are reported, not judged: another machine gives others.
#
#   eng/bench.sh quick                   everything in under three minutes
#   eng/bench.sh half-load               the limit, then half of it five times
#   eng/bench.sh restart [OPTION]        a gateway that was just started, at --rate; the same load later
#   eng/bench.sh morning-peak [OPTION]   80 % settle, 15 % quote, 5 % repeated; --rate, --seconds
#   eng/bench.sh steady|soak [OPTION]    one rate for so long; --rate, --seconds
#   eng/bench.sh precheck [OPTION]       20 orders a call before they are signed, each of another patient with a year of visits; --rate,
#                                        --seconds, --patients; fills a database of its own once and keeps it
#                                        for as long as the tables stay, no proof afterwards
#   eng/bench.sh ramp                    faster and faster until it says no
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
profile=${1:-quick}
[ $# -eq 0 ] || shift
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
bin=artifacts/bin
say() { printf '%s\n' "bench: $*" >&2; }

# The host's setting of docs/OPERATIONS.md: small amounts are written to the disk at once, instead of many after half a minute.
background=/proc/sys/vm/dirty_background_bytes
before=$(cat $background 2>/dev/null || true)
undo=()
put_back() {
    # Zero is not taken: the share of memory then holds again.
    if [ "$before" != 0 ]; then echo "$before" >$background; else cat <<<"${ratio:-10}" >/proc/sys/vm/dirty_background_ratio; fi
}
if [ -w $background ]; then
    ratio=$(cat /proc/sys/vm/dirty_background_ratio)
    echo 16777216 >$background
    undo=(put_back)
fi
say "vm.dirty_background_bytes is $(cat $background 2>/dev/null || echo unknown)"

started=()
finish() {
    [ ${#started[@]} -eq 0 ] || eng/services.sh stop "${started[@]}" >/dev/null 2>&1
    [ ${#undo[@]} -eq 0 ] || "${undo[@]}"
}
trap finish EXIT
say "building"
dotnet build src/MedAid.Cli -c Release -v q >&2
dotnet build load-tests/MedAid.LoadTests -c Release -v q >&2

# A database server of the run's own settings stays for the next run; the database is new.
for service in postgres redis; do eng/services.sh status "$service" >/dev/null 2>&1 || started+=("$service"); done
eval "$(eng/services.sh start postgres redis)"
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
port=$(sed -n 's/.*Port=\([0-9]*\).*/\1/p' <<<"$MEDAID_TEST_POSTGRES")
psql() { "$postgres_bin/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U medaid "$@"; }
database=medaid_bench
own=()
if [ "$profile" = precheck ]; then
    patients=$(sed -n 's/.*--patients[ =]\([0-9]*\).*/\1/p' <<<" $* ")
    database=medaid_precheck_${patients:-100000}
    folder=artifacts/$database
    own=(--data "$folder")
    # Filled once; the database belongs to the keys in the folder.
    filled=$(psql -d "$database" -tAc "SELECT to_regclass('bench_filled')" 2>/dev/null || true)
    schema=$(find src/MedAid.Stores/Schema -type f -print0 | sort -z | xargs -0 cat | sha256sum)
    if [ "$filled" != bench_filled ] || [ ! -d "$folder" ] || [ "$(cat "$folder.schema" 2>/dev/null)" != "$schema" ]; then
        rm -rf "$folder"
        filled=
        echo "$schema" >"$folder.schema"
    fi
fi
if [ -z "${filled:-}" ]; then
    psql -d postgres -c "DROP DATABASE IF EXISTS $database" -c "CREATE DATABASE $database"
    psql -d "$database" -f load-tests/pgbench-tables.sql 2>/dev/null
fi
connection="Host=127.0.0.1;Port=$port;Username=medaid;Database=$database"

dotnet $bin/MedAid.LoadTests/release/MedAid.LoadTests.dll run --profile "$profile" --root "$root" \
    --gateway $bin/MedAid.Gateway/release/MedAid.Gateway.dll --postgres "$connection" --redis "$MEDAID_TEST_REDIS" \
    --pgbench "$postgres_bin/pgbench" --out artifacts/bench.json "${own[@]}" "$@"
[ "$profile" != precheck ] || exit 0

say "proving the books"
MEDAID__POSTGRES=$connection dotnet $bin/MedAid.Cli/release/medaid.dll ledger verify

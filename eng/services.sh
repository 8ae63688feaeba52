#!/usr/bin/env bash
# Private PostgreSQL and Redis servers for the tests, on free ports of 127.0.0.1, with their data in .services/ of this
# clone. Real servers with fsync on: what a test proves here holds on a server room's machine.
#
#   eng/services.sh start  [postgres|redis|redis-cluster]...   starts what is named (postgres and redis when nothing is)
#   eng/services.sh stop   [...]                               stops it, keeps the data (everything when nothing is named)
#   eng/services.sh status [...]                               says what runs; exit 1 when something named does not
#   eng/services.sh env    [...]                               prints the addresses as export lines
#
# `start` prints the same export lines, so one line does for a shell:   eval "$(eng/services.sh start)"
# Root never runs a server: PostgreSQL runs as user postgres, Redis as user redis. Missing packages are installed when we
# are root, and named when we are not. Every command may be repeated, also after the servers were killed.
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
readonly cluster_masters=3
readonly start_tries=5

say() { printf '%s\n' "services: $*" >&2; }
die() { say "$*"; exit 1; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# ---- where the data is --------------------------------------------------------------------------------------------------

# A server that runs as another user must be able to pass through every folder above its data.
passable() {
    local folder=$1
    while :; do
        case $(stat -L -c %A "$folder") in *x | *t) ;; *) return 1 ;; esac
        [ "$folder" = / ] && return 0
        folder=$(dirname "$folder")
    done
}

choose_state() {
    if ! is_root || passable "$root"; then
        printf '%s\n' "$root/.services"
    else
        printf '%s\n' "/tmp/medaid-services-$(printf '%s' "$root" | cksum | cut -d' ' -f1)"
    fi
}

prepare_state() {
    [ -L "$state" ] && die "$state is a link; remove it"
    [ -d "$state" ] || mkdir -m 755 "$state"
    [ -O "$state" ] || die "$state belongs to another user; remove it"
}

# own USER FOLDER: the folder exists and belongs to the user that the server runs as.
own() {
    mkdir -p "$2"
    ! is_root || chown "$1:" "$2"
}

# as USER COMMAND...: runs the command as that user when we are root, and as ourselves when we are not. The lock is not
# handed on: a server would hold it for as long as it lives.
as() {
    local user=$1
    shift
    if is_root; then
        (cd / && exec setpriv --reuid="$user" --regid="$user" --init-groups "$@") 9>&-
    else
        "$@" 9>&-
    fi
}

# ---- what must be installed ---------------------------------------------------------------------------------------------

install() {
    local package=$1
    is_root && command -v apt-get >/dev/null || die "$package is missing; install it: sudo apt-get install $package"
    say "installing $package"
    if [ "$package" = postgresql-15 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        # Without this the package would create and start a server of its own on port 5432.
        mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    local log="$state/apt.log"
    {
        apt-get -o DPkg::Lock::Timeout=300 update &&
            DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -o DPkg::Lock::Timeout=300 \
                -o Dpkg::Options::=--force-confold install -y --no-install-recommends "$package"
    } >"$log" 2>&1 9>&- || { tail -20 "$log" >&2; die "apt-get could not install $package"; }
}

find_postgres() {
    postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
    if [ -z "$postgres_bin" ] && command -v initdb >/dev/null; then
        postgres_bin=$(dirname "$(readlink -f "$(command -v initdb)")")
    fi
    [ -n "$postgres_bin" ] && [ -x "$postgres_bin/initdb" ]
}

need_postgres() {
    find_postgres || { install postgresql-15 && find_postgres; } || die "PostgreSQL is not to be found after its installation"
}

need_redis() { command -v redis-server >/dev/null && command -v redis-cli >/dev/null || install redis-server; }

# ---- ports --------------------------------------------------------------------------------------------------------------

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range from which the kernel takes ports for outgoing connections.
free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        port_taken "$port" || { echo "$port"; return; }
    done
    die "no free port between 20000 and 32000"
}

# port_for FOLDER: the port used last time when it is still free, so that a restart keeps its address.
port_for() {
    local file=$1/port
    if [ ! -s "$file" ] || port_taken "$(cat "$file")"; then
        free_port >"$file"
    fi
    cat "$file"
}

# ---- PostgreSQL ---------------------------------------------------------------------------------------------------------

postgres_folder() { echo "$state/postgres"; }

postgres_running() {
    local folder
    folder=$(postgres_folder)
    find_postgres && [ -s "$folder/port" ] && [ -d "$folder/data" ] &&
        as postgres "$postgres_bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1 &&
        "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$(cat "$folder/port")" -U medaid -d medaid
}

postgres_create() {
    local folder=$1
    [ -e "$folder/created" ] && return
    rm -rf "$folder/data"
    say "creating the PostgreSQL data in $folder/data"
    as postgres "$postgres_bin/initdb" -D "$folder/data" -U medaid -A trust --encoding=UTF8 --locale=C.UTF-8 \
        --data-checksums >"$folder/initdb.log" 2>&1 || { tail -20 "$folder/initdb.log" >&2; die "initdb failed"; }
    touch "$folder/created"
}

# No Unix socket: its path may be longer than the system allows, and the tests use TCP.
postgres_launch() {
    local folder=$1 port=$2
    as postgres "$postgres_bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=on -c max_wal_size=4GB -c min_wal_size=1GB -c backend_flush_after=512kB -c shared_buffers=512MB" \
        start >/dev/null 2>&1
}

start_postgres() {
    need_postgres
    if ! postgres_running; then
        local folder
        folder=$(postgres_folder)
        own postgres "$folder"
        postgres_create "$folder"
        for try in $(seq "$start_tries"); do
            # Children of a killed server may hold its memory for a moment, or another program may have been quicker to take
            # the port.
            postgres_launch "$folder" "$(port_for "$folder")" && break
            [ "$try" -lt "$start_tries" ] || { tail -20 "$folder/data/server.log" >&2; die "PostgreSQL did not start"; }
            sleep 1
        done
        local psql=("$postgres_bin/psql" -X -q -h 127.0.0.1 -p "$(cat "$folder/port")" -U medaid)
        [ -n "$("${psql[@]}" -d postgres -Atc "select 1 from pg_database where datname = 'medaid'")" ] ||
            "${psql[@]}" -d postgres -c 'create database medaid'
    fi
    say "PostgreSQL runs on 127.0.0.1:$(cat "$(postgres_folder)/port")"
}

stop_postgres() {
    local folder
    folder=$(postgres_folder)
    if find_postgres && [ -d "$folder/data" ] &&
        as postgres "$postgres_bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then
        as postgres "$postgres_bin/pg_ctl" -D "$folder/data" -m fast -w -t 60 stop >/dev/null 2>&1 ||
            as postgres "$postgres_bin/pg_ctl" -D "$folder/data" -m immediate -w -t 60 stop >/dev/null 2>&1 ||
            die "PostgreSQL does not stop; its log is $folder/data/server.log"
    fi
    say "PostgreSQL is stopped"
}

env_postgres() {
    postgres_running || return 0
    echo "export MEDAID_TEST_POSTGRES='Host=127.0.0.1;Port=$(cat "$(postgres_folder)/port");Username=medaid;Database=medaid'"
}

# ---- Redis --------------------------------------------------------------------------------------------------------------

# redis_up FOLDER: a Redis answers on the folder's port, and it is the one of this folder.
redis_up() {
    local folder=$1
    command -v redis-cli >/dev/null && [ -s "$folder/port" ] &&
        [ "$(redis-cli -p "$(cat "$folder/port")" config get dir 2>/dev/null | tail -1)" = "$folder/data" ]
}

redis_launch() {
    local folder=$1 port=$2
    shift 2
    own redis "$folder/data"
    as redis redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder/data" \
        --daemonize yes --pidfile '' --logfile "$folder/data/server.log" "$@" >/dev/null 2>&1 || return 1
    for _ in $(seq 50); do
        redis_up "$folder" && return 0
        sleep 0.1
    done
    return 1
}

# redis_start FOLDER [OPTION...]
redis_start() {
    local folder=$1
    shift
    own redis "$folder"
    for try in $(seq "$start_tries"); do
        redis_launch "$folder" "$(port_for "$folder")" "$@" && return
        [ "$try" -lt "$start_tries" ] || { tail -20 "$folder/data/server.log" >&2; die "Redis did not start"; }
    done
}

redis_stop() {
    local folder=$1
    redis_up "$folder" || return 0
    redis-cli -p "$(cat "$folder/port")" shutdown nosave >/dev/null 2>&1 || true
    for _ in $(seq 50); do
        port_taken "$(cat "$folder/port")" || return 0
        sleep 0.1
    done
    die "Redis does not stop; its log is $folder/data/server.log"
}

redis_running() { redis_up "$state/redis"; }

start_redis() {
    need_redis
    redis_running || redis_start "$state/redis"
    say "Redis runs on 127.0.0.1:$(cat "$state/redis/port")"
}

stop_redis() {
    redis_stop "$state/redis"
    say "Redis is stopped"
}

env_redis() {
    redis_running || return 0
    echo "export MEDAID_TEST_REDIS='127.0.0.1:$(cat "$state/redis/port")'"
}

# ---- Redis cluster: three masters ---------------------------------------------------------------------------------------

cluster_folders() { seq -f "$state/redis-cluster/%g" "$cluster_masters"; }

cluster_addresses() {
    local folder
    for folder in $(cluster_folders); do
        echo "127.0.0.1:$(cat "$folder/port")"
    done
}

cluster_healthy() {
    local first=$state/redis-cluster/1
    [ -s "$first/port" ] && redis-cli -p "$(cat "$first/port")" cluster info 2>/dev/null | grep -q '^cluster_state:ok'
}

redis_cluster_running() {
    local folder
    for folder in $(cluster_folders); do
        redis_up "$folder" || return 1
    done
    cluster_healthy
}

# Built anew whenever it does not run whole: its members know each other by ports that may be gone, and hold test data only.
start_redis_cluster() {
    need_redis
    if ! redis_cluster_running; then
        local folder
        for folder in $(cluster_folders); do
            redis_stop "$folder"
            rm -rf "$folder"
        done
        for folder in $(cluster_folders); do
            redis_start "$folder" --cluster-enabled yes --cluster-config-file nodes.conf --cluster-port "$(free_port)"
        done
        local log=$state/redis-cluster/create.log
        # shellcheck disable=SC2046 # one word an address
        redis-cli --cluster create $(cluster_addresses) --cluster-yes >"$log" 2>&1 || { tail -20 "$log" >&2; die "no cluster"; }
        for _ in $(seq 100); do
            cluster_healthy && break
            sleep 0.1
        done
        cluster_healthy || die "the Redis cluster does not become healthy"
    fi
    say "Redis cluster runs on $(cluster_addresses | paste -sd,)"
}

stop_redis_cluster() {
    local folder
    for folder in $(cluster_folders); do
        redis_stop "$folder"
    done
    say "Redis cluster is stopped"
}

env_redis_cluster() {
    redis_cluster_running || return 0
    echo "export MEDAID_TEST_REDIS_CLUSTER='$(cluster_addresses | paste -sd,)'"
}

# ---- the command line ---------------------------------------------------------------------------------------------------

# call VERB SERVICE: the function of that verb for that service.
call() { "$1_${2//-/_}"; }

running() { "${1//-/_}_running"; }

status() {
    local service rc=0
    for service in "$@"; do
        if running "$service"; then
            echo "$service: running"
        else
            echo "$service: stopped"
            rc=1
        fi
    done
    return $rc
}

usage() {
    sed -n '5,8s/^# *//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

[ $# -ge 1 ] || usage
verb=$1
shift
for service in "$@"; do
    case $service in postgres | redis | redis-cluster) ;; *) usage ;; esac
done
state=$(choose_state)
readonly state

# One command at a time in one clone.
lock() {
    prepare_state
    exec 9>"$state/lock"
    flock -w 300 9 || die "another services.sh has held $state/lock for five minutes"
}

case $verb in
    start)
        lock
        [ $# -gt 0 ] || set -- postgres redis
        for service in "$@"; do call start "$service"; done
        for service in "$@"; do call env "$service"; done
        ;;
    stop)
        [ -d "$state" ] || exit 0
        lock
        [ $# -gt 0 ] || set -- postgres redis redis-cluster
        for service in "$@"; do call stop "$service"; done
        ;;
    status)
        [ $# -gt 0 ] || set -- postgres redis
        status "$@"
        ;;
    env)
        [ $# -gt 0 ] || set -- postgres redis redis-cluster
        for service in "$@"; do call env "$service"; done
        ;;
    *) usage ;;
esac

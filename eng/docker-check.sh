#!/usr/bin/env bash
# Builds the Dockerfile, runs the image and settles a visit through it, where there is neither a Docker engine nor a
# registry of images: with Debian's buildah. The vendor's base images are replaced by local ones of the same names, made of
# Debian 12 and the installed .NET, so this proves the steps of the Dockerfile and what is in the image, not the vendor's
# bases. Needs root and Debian. About four minutes the first time; the bases are kept in artifacts/docker-check.
#
#   eng/docker-check.sh          everything
#   eng/docker-check.sh bases    only the base images
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$root/artifacts/docker-check
readonly root work
readonly sdk_name=mcr.microsoft.com/dotnet/sdk:10.0 aspnet_name=mcr.microsoft.com/dotnet/aspnet:10.0
readonly image=localhost/medaid-check
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

passed=0
failed=0
say() { printf '%s\n' "docker-check: $*"; }
die() { say "$*"; exit 1; }

# check SENTENCE COMMAND...
check() {
    local sentence=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
        say "ok      $sentence"
    else
        failed=$((failed + 1))
        say "FAILED  $sentence"
        head -c 2000 "$work/check.log"
    fi
}

b() { buildah --root "$work/images" --runroot "$work/run" "$@"; }

install_tools() {
    local missing=()
    command -v buildah >/dev/null || missing+=(buildah)
    command -v crun >/dev/null || missing+=(crun)
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    command -v ip >/dev/null || missing+=(iproute2)
    command -v curl >/dev/null || missing+=(curl)
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${missing[*]}"
    {
        apt-get -o DPkg::Lock::Timeout=300 update &&
            DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
    } >"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; die "apt-get could not install ${missing[*]}"; }
}

# ---- the base images ----------------------------------------------------------------------------------------------------

have_image() { b inspect --type image "$1" >/dev/null 2>&1; }

debian() {
    [ -e "$work/debian/etc/debian_version" ] && return
    say "making a Debian 12"
    rm -rf "$work/debian" "$work/debian.part"
    debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,libstdc++6,tzdata,zlib1g \
        bookworm "$work/debian.part" >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log"; die "no Debian"; }
    # This machine's certificates, or the restore inside could not reach a registry behind a proxy.
    cp -a /etc/ssl/certs/ca-certificates.crt "$work/debian.part/etc/ssl/certs/"
    rm -rf "$work/debian.part"/var/cache/apt/archives/*.deb
    mv "$work/debian.part" "$work/debian"
}

# copy_dotnet CONTAINER FOLDER...
copy_dotnet() {
    local container=$1 folder
    shift
    for folder in "$@"; do
        [ ! -e "$dotnet_home/$folder" ] || b copy -q "$container" "$dotnet_home/$folder" "/usr/share/dotnet/$folder" >/dev/null
    done
}

make_aspnet() {
    say "making a stand-in for $aspnet_name"
    debian
    local container
    container=$(b from scratch)
    b copy -q "$container" "$work/debian" / >/dev/null
    copy_dotnet "$container" dotnet host shared
    b run "$container" -- sh -c 'ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet && groupadd -g 1654 app &&
        useradd -l -u 1654 -g app -d /home/app -m -s /bin/sh app'
    b config --env APP_UID=1654 --env ASPNETCORE_HTTP_PORTS=8080 --env DOTNET_RUNNING_IN_CONTAINER=true "$container"
    b commit -q --rm "$container" "$aspnet_name" >/dev/null
}

make_sdk() {
    say "making a stand-in for $sdk_name"
    local container
    container=$(b from --pull-never "$aspnet_name")
    copy_dotnet "$container" sdk packs sdk-manifests templates metadata
    b config --env NUGET_CERT_REVOCATION_MODE="${NUGET_CERT_REVOCATION_MODE:-online}" "$container"
    b commit -q --rm "$container" "$sdk_name" >/dev/null
}

# ---- building and running -----------------------------------------------------------------------------------------------

build() {
    say "building the Dockerfile"
    b bud --pull-never --network host --layers=false --format docker -t "$image" -f "$root/Dockerfile" "$root" \
        >"$work/build.log" 2>&1 || { tail -40 "$work/build.log"; die "the Dockerfile does not build; all of it is in $work/build.log"; }
}

config() { b inspect --type image --format "$1" "$image"; }

# inside COMMAND...: in the network of the container, which is its own: the ports are the image's defaults.
inside() { nsenter --net="/proc/$holder/ns/net" "$@"; }
get() { inside curl -sS --max-time 10 "http://127.0.0.1:8080$1"; }

wait_ready() {
    for _ in $(seq 120); do
        kill -0 "$gateway" 2>/dev/null || return 1
        [ "$(inside curl -s -o /dev/null -w '%{http_code}' --max-time 2 http://127.0.0.1:8080/readyz)" = 200 ] && return 0
        sleep 0.5
    done
    return 1
}

# The program itself, below buildah's own processes.
gateway_pid() { pgrep -f 'MedAid\.Gateway\.dll' | while read -r pid; do
    [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink "/proc/$holder/ns/net")" ] &&
        [ "$(basename "$(readlink "/proc/$pid/exe")")" = dotnet ] && echo "$pid"; done | tail -1; }

runs_as_app() { [ "$(awk '/^Uid:/ {print $2 $3 $4 $5}' "/proc/$(gateway_pid)/status")" = 1654165416541654 ]; }
answers_the_sample() {
    inside curl -sS --fail-with-body --max-time 10 -H 'Content-Type: application/json' \
        --data-binary "@$root/samples/dialysis-visit.json" http://127.0.0.1:8080/v1/settlements >"$work/answer.json" || {
        cat "$work/answer.json"
        return 1
    }
    cat "$work/answer.json"
    grep -q '"settlementId"' "$work/answer.json" || grep -q '"settlement_id"' "$work/answer.json"
}
healthy() {
    local command
    mapfile -t command < <(config '{{range $i, $word := .Docker.Config.Healthcheck.Test}}{{if $i}}{{$word}}{{"\n"}}{{end}}{{end}}' |
        sed '/^$/d')
    echo "${command[@]}"
    inside buildah --root "$work/images" --runroot "$work/run" run --network host "$container" -- "${command[@]}"
}
stops_by_signal() {
    local signal pid
    signal=$(config '{{.Docker.Config.StopSignal}}')
    pid=$(gateway_pid)
    kill -s "${signal#SIG}" "$pid"
    for _ in $(seq 100); do
        kill -0 "$gateway" 2>/dev/null || break
        sleep 0.1
    done
    ! kill -0 "$gateway" 2>/dev/null && wait "$gateway"
}

run() {
    local entrypoint
    # A network of its own, held open by a sleeping process.
    unshare --net sleep 600 &
    holder=$!
    container=$(b from --pull-never "$image")
    sleep 0.5
    inside ip link set lo up
    mapfile -t entrypoint < <(config '{{range .Docker.Config.Entrypoint}}{{.}}{{"\n"}}{{end}}' | sed '/^$/d')
    inside buildah --root "$work/images" --runroot "$work/run" run --network host "$container" -- "${entrypoint[@]}" \
        >"$work/gateway.log" 2>&1 &
    gateway=$!
    check "the container becomes ready" wait_ready
    if [ $failed -gt 0 ]; then
        cat "$work/gateway.log"
        return
    fi
    check "the program is user 1654, not root" runs_as_app
    check "/healthz answers" get /healthz
    check "the health check of the image says healthy" healthy
    check "samples/dialysis-visit.json is settled" answers_the_sample
    check "it stops by itself on the image's stop signal, with exit code 0" stops_by_signal
    check "the health check says unhealthy once it is stopped" unhealthy
}
unhealthy() { ! healthy; }

clean_up() {
    [ -z "${gateway:-}" ] || kill "$gateway" 2>/dev/null || true
    [ -z "${holder:-}" ] || kill "$holder" 2>/dev/null || true
    [ -z "${container:-}" ] || b rm "$container" >/dev/null 2>&1 || true
}

[ "$(id -u)" -eq 0 ] || die "needs root, for debootstrap and chroot; with a Docker engine use docker build instead"
command -v dotnet >/dev/null || die "needs the .NET SDK that global.json names"
mkdir -p "$work"
dotnet_home=$(dirname "$(readlink -f "$(command -v dotnet)")")
readonly dotnet_home
install_tools
trap clean_up EXIT
have_image "$aspnet_name" || make_aspnet
have_image "$sdk_name" || make_sdk
say "the base images are local stand-ins (Debian 12, .NET $(dotnet --version)); the vendor's were not used"
[ "${1:-}" != bases ] || exit 0
build
run
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]

#!/usr/bin/env bash
# A PostgreSQL of the project's own, for tests: on a socket in build/postgres, nothing on the network.
# `tools/postgres.sh start` prints nothing and leaves it running; `stop` ends it and removes it; `urls` prints settings.
# `start forgetful` keeps it in memory if there is room: for tests, which lose nothing with it; what is measured is
# never there.
set -euo pipefail
cd "$(dirname "$0")/.."
at="$PWD/build/postgres"
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
name=jili-postgres-$(cksum <<<"$at" | cut -d' ' -f1)
memory=/dev/shm/$name
socket=/tmp/$name
[ -d "$memory" ] && socket=$memory
room() { df --output=avail -B1G /dev/shm 2>/dev/null | tail -1; }
case "${1:-start}" in
start)
    if [ "${2:-}" = forgetful ]; then
        [ "$(room || echo 0)" -ge 4 ] && [ ! -d "/tmp/$name" ] && socket=$memory
    elif [ "$socket" = "$memory" ]; then
        tools/postgres.sh stop && socket=/tmp/$name # left by tests that were broken off
    fi
    if as "$bin/pg_ctl" -D "$socket/data" status >/dev/null 2>&1; then exit 0; fi
    rm -rf "$socket" && mkdir -p "$socket"
    [ "$(id -u)" = 0 ] && chown postgres "$socket"
    as "$bin/initdb" -D "$socket/data" -U postgres --auth=trust --encoding=UTF8 --locale=C >/dev/null
    as "$bin/pg_ctl" -D "$socket/data" -w -l "$socket/log" \
        -o "-k $socket -c listen_addresses='' -c shared_buffers=256MB -c max_wal_size=2GB -c timezone=UTC" start >/dev/null
    as "$bin/psql" -q -h "$socket" -U postgres -c "CREATE ROLE jili_owner LOGIN CREATEDB; CREATE ROLE jili_app LOGIN; GRANT jili_app TO jili_owner;"
    as "$bin/createdb" -h "$socket" -U postgres -O jili_owner jili
    ;;
stop)
    as "$bin/pg_ctl" -D "$socket/data" -m fast -w stop >/dev/null || true
    rm -rf "$socket"
    ;;
urls)
    host=${socket//\//%2F}
    echo "export DATABASE_URL=postgres://jili_app@$host/jili DATABASE_OWNER_URL=postgres://jili_owner@$host/jili"
    ;;
socket) echo "$socket" ;;
esac

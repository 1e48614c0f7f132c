#!/bin/sh
# Tries the steps of docs/servers/deploying.md on this machine without changing it: as root, in a mount namespace whose
# /etc, /opt, /srv, /usr/local and /var/lib are written in memory, as a user of their own, with the root read-only and no
# capability while the server runs. What systemd itself does is done by hand here. Linux, Python 3.11 or later with venv.
#
#     sh deploy/try.sh [REPORTS]     (default: the samples; takes some minutes, and installs from your package index)
set -eu
[ "${PINPOINT_TRYING:-}" ] || exec env PINPOINT_TRYING=1 unshare --mount --propagation private sh "$0" "$@"
cd "$(dirname "$0")/.."
memory=$(mktemp -d)
mount -t tmpfs -o mode=0755 pinpoint "$memory"
for place in /etc /opt /srv /usr/local /var/lib; do
    name=$(echo "$place" | tr / _)
    mkdir "$memory/$name" "$memory/$name.work"
    mount -t overlay -o "lowerdir=$place,upperdir=$memory/$name,workdir=$memory/$name.work" overlay "$place"
done
source=/srv/source
mkdir "$source"
tar --exclude=.git --exclude=.venv --exclude='*__pycache__*' -cf - . | tar -xf - -C "$source"
reports=${1:-$source/corpus/samples}
cd "$source"

step() { echo; echo "== $*"; }
step "1. install"
"${PYTHON:-python3}" -m venv /opt/pinpoint
/opt/pinpoint/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
/opt/pinpoint/bin/pip install --quiet --disable-pip-version-check --no-deps .
ln -s /opt/pinpoint/bin/pinpoint /usr/local/bin/pinpoint
useradd --system --home-dir /var/lib/pinpoint --shell /usr/sbin/nologin pinpoint
install --directory --owner pinpoint --group pinpoint --mode 0700 /var/lib/pinpoint

step "2. settings"
install --directory /etc/pinpoint
cp deploy/pinpoint.toml /etc/pinpoint/
pinpoint config show --set

step "3. index and key, as that user"
cp -r "$reports" /var/lib/pinpoint/reports
chown -R pinpoint: /var/lib/pinpoint/reports
cd /
as="setpriv --reuid pinpoint --regid pinpoint --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs"
export HOME=/var/lib/pinpoint
$as pinpoint index /var/lib/pinpoint/reports
key=$($as pinpoint key add "Policy team")

step "4. the server, on a read-only root, with nothing of its own writable but /tmp"
mount -t tmpfs -o mode=1777,size=128m tmp /tmp
mount --bind /var/lib/pinpoint /var/lib/pinpoint
mount -o remount,bind,ro /var/lib/pinpoint
for place in /etc /opt /srv /usr/local /var/lib; do mount -o remount,ro "$place"; done
mount -o remount,bind,ro /
$as sh -c '! touch /var/lib/pinpoint/x /opt/x /etc/x /x 2>/dev/null'
PINPOINT_SERVE_PORT=8789 $as pinpoint serve &
server=$!
probe='
import sys, time
from urllib.request import Request, urlopen as ask
from urllib.error import HTTPError
site, key = "http://127.0.0.1:8789", sys.argv[1]
for _ in range(600):
    try:
        ask(site + "/readyz", timeout=4).close()
        break
    except OSError:
        time.sleep(0.1)
def status(path, **headers):
    try:
        with ask(Request(site + path, headers={"Host": "pinpoint.example.gov.uk", **headers}), timeout=30) as reply:
            return reply.status, reply.read()
    except HTTPError as error:
        return error.code, b""
assert status("/livez")[0] == 200 and status("/readyz")[0] == 200
assert status("/")[0] == 401, "a page without a key"
given = {"X-API-Key": key}
assert b"MARAC" in status("/?q=MARAC", **given)[1]
first = __import__("json").loads(status("/api/v1/search?q=supervision&limit=1", **given)[1])["results"][0]["permalink"]
assert status(first + "/page.png", **given)[1][:4] == b"\x89PNG", "the picture of a page"
assert b"pinpoint_" in status("/metrics", **given)[1]
print("health, keys, a search, the picture of a page and metrics: as they should be")
'
$as /opt/pinpoint/bin/python -c "$probe" "$key"
kill -TERM $server
wait $server && code=0 || code=$?
[ "$code" = 143 ] && echo "ended by SIGTERM, as it should"

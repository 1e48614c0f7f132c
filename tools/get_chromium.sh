#!/bin/sh
# Installs Debian's Chromium, and fonts for it, for the browser tests, if it is missing and we are root.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "Chromium is missing. On Debian: sudo apt-get install chromium fonts-liberation" >&2
    exit 1
fi
echo "Installing Debian's chromium" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null

#!/bin/sh
# Installs Debian's Firefox and WebKitGTK, with what drives them, if they are missing and we are root.
set -eu
needed=
command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1 || needed="firefox-esr"
command -v WebKitWebDriver >/dev/null 2>&1 || needed="$needed webkit2gtk-driver"
command -v Xvfb >/dev/null 2>&1 || needed="$needed xvfb"
if [ -z "$needed" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "Browsers are missing. On Debian: sudo apt-get install $needed" >&2
    exit 1
fi
echo "Installing Debian's $needed" >&2
apt-get update -qq
# shellcheck disable=SC2086  # a list of packages
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed >/dev/null

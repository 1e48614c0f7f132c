#!/bin/sh
# Makes the virtual environment. Debian ships Python without the part that makes one: this installs it if
# we are root, and otherwise prints the command that does.
set -eu
python=$1
venv=$2

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python is missing: install Python 3.11 or later (Debian: apt-get install python3 python3-venv)" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) is too old: Pinpoint needs Python 3.11 or later (make PYTHON=python3.11 …)" >&2
    exit 1
fi
if "$python" -m venv "$venv" 2>/dev/null && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi
rm -rf "$venv"
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's python3-venv" >&2
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    exec "$python" -m venv "$venv"
fi
echo "This Python cannot make a virtual environment. On Debian: sudo apt-get install python3-venv" >&2
exit 1

#!/bin/sh
# Makes the virtual environment of this checkout: setup.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

fail() {
    echo "setup: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "no $python found. Install Python 3.11 or newer, or run: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed, $("$python" --version 2>&1) found. Run: make PYTHON=/path/to/python3.11"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python has no venv module. On Debian and Ubuntu: apt install python3-venv"

echo "Setting up $folder with $("$python" --version) (a minute or two) ..."
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]' ||
    fail "the packages could not be installed; is the package index within reach? Try again with: $folder/bin/python -m pip install --editable .[dev]"
echo "Ready."

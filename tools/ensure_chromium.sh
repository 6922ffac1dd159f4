#!/bin/sh
# Finds Chromium for the journeys in a real browser, or installs Debian's package, the
# one without windows where there is one: it takes less of a core.
# Where neither works it says so; those tests are then skipped and name the reason.

for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && exit 0
done

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root="none"
    fi
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Chromium …"
    export DEBIAN_FRONTEND=noninteractive
    if $as_root apt-get update -qq && \
       $as_root apt-get install -qq -y --no-install-recommends chromium-headless-shell \
           >/dev/null 2>&1 || \
       $as_root apt-get install -qq -y --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi

cat <<'MESSAGE'
------------------------------------------------------------------------------
Chromium is missing and could not be installed, so the tests in a real browser
are skipped. Install it (Debian: apt-get install chromium) and run this again.
------------------------------------------------------------------------------
MESSAGE

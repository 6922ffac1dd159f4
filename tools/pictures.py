"""Takes the pictures of the README and the documentation, from a real town that lives.

python tools/pictures.py [--at 'http://127.0.0.1:8080/#key=…'] [NAME …]

Without an address a small town with a past is started, lives for ten minutes, and is
stopped again. With the one that `mesto demo` prints, that town is used: the longer it
has lived, the more there is to look back on. Without names all are taken.
"""

import argparse
import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
FLAGS = ("--no-sandbox", "--disable-background-networking")
TOWN = "kamenec"
TOWNS = 2  #: that the demonstration shows
SIZE, HISTORY_DAYS, LIFE_S = 0.2, 28, 600
PATIENCE_MS = 120_000
SETTLE_MS = 5_000  #: for tiles, labels and the first live changes
QUALITY = 82  #: of WebP, percent
LARGEST_BYTES = 250_000
NOT_YET = re.compile("Loading|being counted")
LIVES = re.compile(r"http://127\.0\.0\.1:\d+/#key=\S+")


def look(_page: Page) -> None:
    """Leave the screen as it opens."""


def open_asset(page: Page) -> None:
    """Go from the worst of the map to its page."""
    page.locator("#tab-panel [data-asset]").first.click()
    page.get_by_role("button", name="Open the whole page").click()
    page.locator("[aria-labelledby=page-history]").get_by_text("7 d").click()


def open_board(page: Page) -> None:
    """Open the first dashboard of the list."""
    page.locator("button.open").first.click()


def look_back(page: Page) -> None:
    """Show everything as it was some minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=4)
    page.goto(f"{page.url}?at={then:%Y-%m-%dT%H:%M:00Z}")


class Picture(NamedTuple):
    """What to take."""

    name: str
    path: str = ""  #: of the screen, below the municipality's
    width: int = 1440
    height: int = 900
    theme: str = "light"
    scale: float = 1.0
    do: Callable[[Page], None] = look  #: what is done before it is taken


PHONE = {"width": 390, "height": 844, "scale": 1.5}
PICTURES = (
    Picture("map"),
    Picture("map-dark", theme="dark"),
    Picture("asset", do=open_asset),
    Picture("alarms", "alarms"),
    Picture("table", "tables/WasteContainer"),
    Picture("dashboard", "dashboards", do=open_board, height=1080),
    Picture("figures", "figures"),
    Picture("connections", "connections"),
    Picture("time", do=look_back),
    Picture("phone", **PHONE),
    Picture("phone-dark", theme="dark", **PHONE),
)


def main() -> None:
    """Take every picture, or those that are named."""
    parser = argparse.ArgumentParser(description="Takes the documentation's pictures.")
    parser.add_argument("--at", metavar="ADDRESS", help="of a town that lives already")
    parser.add_argument("names", nargs="*", metavar="NAME")
    asked = parser.parse_args()
    wanted = [one for one in PICTURES if not asked.names or one.name in asked.names]
    if asked.at:
        take_all(asked.at, wanted)
        return
    with living() as address:
        take_all(address, wanted)


@contextmanager
def living() -> Iterator[str]:
    """Let two small towns live in a folder that goes with them; yield their address."""
    how = ("--size", SIZE, "--history", HISTORY_DAYS)
    doors = ("--port", free_port(), "--broker-port", free_port())
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)  # PostgreSQL goes in as a user of its own
        program = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "mesto", "demo", *map(str, how + doors)],
            env={**os.environ, "MESTO_HOME": home, "COLUMNS": "1000"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            address = begun(program)
            time.sleep(LIFE_S)  # so that something has happened
            yield address
        finally:
            program.terminate()
            program.wait()


def begun(program: "subprocess.Popen[str]") -> str:
    """Wait until every town lives; return their address."""
    assert program.stdout is not None
    address, alive = "", 0
    for line in program.stdout:
        print(line, end="")
        found = LIVES.search(line)
        address = found[0] if found else address
        alive += line.rstrip().endswith(": life")
        if alive == TOWNS:
            return address
    sys.exit("the demonstration ended before its towns lived")


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def take_all(address: str, pictures: list[Picture]) -> None:
    """Take pictures of the town behind an address, and say how large they are."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for picture in pictures:
            print(take(browser, address, picture))
        browser.close()


def chromium() -> str:
    """Return the browser's program."""
    found = os.environ.get("MESTO_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    return found or sys.exit("no Chromium here: install it, or set MESTO_CHROMIUM")


def take(browser: Browser, address: str, picture: Picture) -> str:
    """Take one picture; say how large it is, and whether that is too much."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.add_init_script(
        "localStorage['mesto.language'] ??= 'en';"
        "localStorage['mesto.hints'] ??= '*';"
        f"localStorage['mesto.theme'] ??= '{picture.theme}'"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator(".map[data-drawn=true]").wait_for()
    page.goto(f"{address.partition('#')[0]}{TOWN}/{picture.path}")
    page.locator("[data-link=live]").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    picture.do(page)
    unfinished = page.get_by_text(NOT_YET).filter(visible=True)
    expect(unfinished).to_have_count(0, timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLE_MS)
    file = FOLDER / f"{picture.name}.webp"
    file.write_bytes(as_webp(page))
    context.close()
    size = file.stat().st_size
    warning = ", too large" if size > LARGEST_BYTES else ""
    return f"{file.name}: {size / 1000:.0f} kB{warning}"


def as_webp(page: Page) -> bytes:
    """Let Chromium itself write what is seen as WebP, which is a third of a PNG."""
    devtools = page.context.new_cdp_session(page)
    how = {"format": "webp", "quality": QUALITY}
    return base64.b64decode(devtools.send("Page.captureScreenshot", how)["data"])


if __name__ == "__main__":
    main()

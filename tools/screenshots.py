"""Takes the pictures of the documentation from a demonstration that runs.

python tools/screenshots.py 'http://127.0.0.1:8080/#key=…'

The address is the one that `mesto demo` prints. Beside what the tests need it takes
Pillow (pip install pillow), to bring pictures down to 256 colours.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-background-networking")
PATIENCE_MS = 120_000
SETTLE_MS = 5_000  #: for tiles, labels and the first live changes
LARGEST_BYTES = 400_000


class Picture(NamedTuple):
    """What to take."""

    name: str
    width: int
    height: int
    theme: str = "light"
    scale: float = 1.0
    clicks: Sequence[str] = ()  #: on what, one after the other, before it is taken


PICTURES = (
    Picture("map", 1440, 900),
    Picture("map-dark", 1440, 900, theme="dark"),
    Picture("asset", 1440, 900, clicks=("#tab-panel [data-asset]",)),
    Picture("phone", 390, 844, scale=1.5),
    Picture("phone-dark", 390, 844, theme="dark", scale=1.5),
)


def main() -> None:
    """Take every picture, or those that are named."""
    address, *names = sys.argv[1:] or sys.exit(__doc__)
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for picture in PICTURES:
            if not names or picture.name in names:
                print(take(browser, address, picture))
        browser.close()


def chromium() -> str:
    """Return the browser's program."""
    found = os.environ.get("MESTO_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    return found or sys.exit("no Chromium here: install it, or set MESTO_CHROMIUM")


def take(browser: Browser, address: str, picture: Picture) -> str:
    """Take one picture; return what became of it."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.add_init_script(
        "localStorage['mesto.language'] = 'en';"
        f"localStorage['mesto.theme'] = '{picture.theme}'"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    prepare(page, picture)
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    return compress(file)


def prepare(page: Page, picture: Picture) -> None:
    """Wait until the map is drawn, and go where the picture is."""
    page.locator(".map[data-drawn=true]").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    for what in picture.clicks:
        page.locator(what).first.click()
        page.wait_for_timeout(SETTLE_MS)


def compress(file: Path) -> str:
    """Make a picture smaller; say how large it is, and whether that is too much."""
    with Image.open(file) as picture:
        fewer = picture.convert("RGB").quantize(
            method=Image.Quantize.MAXCOVERAGE,  # keeps the colours of small marks
            kmeans=2,  # and the shades of large areas
            dither=Image.Dither.NONE,
        )
    fewer.save(file, optimize=True)
    size = file.stat().st_size
    warning = ", too large" if size > LARGEST_BYTES else ""
    return f"{file.name}: {size / 1000:.0f} kB{warning}"


if __name__ == "__main__":
    main()

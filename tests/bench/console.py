"""How the console bears a large city: python -m tests.bench.console

One run, in headless Chromium against a real `mesto serve`: the same page with 1,000 and
with 100,000 assets, and the ratio of both. Software rendering draws every frame on the
processor, so frames tell of us only beside each other.
"""

import asyncio
import json
import random
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import quantiles
from time import perf_counter

from playwright.async_api import Browser, Page, async_playwright

from mesto.bench.stage import Stage, set_stage
from mesto.kernel.model import TYPE, Kind, Observation
from tests.journeys.conftest import FLAGS, NAMES, WIDE

FEW, MANY = 1_000, 100_000
CENTER = (19.84, 45.25)
ROWS_TOGETHER = 5_000
CHANGES_PER_S = 1_000
LIVE_S = 10
WORDS = ("street 12", "SL-0999", "jevrejska", "zeleznicka 4")

#: Counts the time between frames until it is told to stop.
FRAMES = """() => {
    window.frames_ms = [];
    let before = performance.now(), go = true;
    window.stopFrames = () => { go = false; return window.frames_ms; };
    const frame = now => {
        window.frames_ms.push(now - before); before = now;
        if (go) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}"""


def asset(number: int, total: int) -> list[Observation]:
    """A lamp somewhere in a square that grows with how many there are."""
    side = (total / MANY) ** 0.5 * 0.2
    place = [
        CENTER[0] + (random.random() - 0.5) * side,
        CENTER[1] + (random.random() - 0.5) * side * 0.7,
    ]
    urn = f"urn:ngsi-ld:Streetlight:SL-{number:06}"
    said = {
        TYPE: ["Streetlight"],
        "name": f"SL-{number:06}",
        "address": {"streetAddress": f"{WORDS[number % 4]}"},
        "powerState": "on",
        "illuminanceLevel": 1.0,
    }
    seen = [
        Observation(entity=urn, attribute=name, value=value, source="bench")
        for name, value in said.items()
    ]
    point = {"type": "Point", "coordinates": place}
    where = Observation(
        entity=urn,
        attribute="location",
        value=point,
        source="bench",
        kind=Kind.GEO_PROPERTY,
    )
    return [*seen, where]


async def fill(stage: Stage, start: int, end: int, total: int) -> None:
    """Let assets come to be."""
    for first in range(start, end, ROWS_TOGETHER):
        last = min(end, first + ROWS_TOGETHER)
        await stage.city.record(
            [one for number in range(first, last) for one in asset(number, total)]
        )


async def flood(stage: Stage, total: int) -> None:
    """Change some assets, a thousand a second, until cancelled."""
    while True:
        start_s = perf_counter()
        chosen = random.sample(range(total), min(total, CHANGES_PER_S // 4))
        await stage.city.record(
            [
                Observation(
                    entity=f"urn:ngsi-ld:Streetlight:SL-{number:06}",
                    attribute="illuminanceLevel",
                    value=round(random.random(), 3),
                    source="bench",
                )
                for number in chosen
            ]
        )
        await asyncio.sleep(max(0.0, start_s + 0.25 - perf_counter()))


@asynccontextmanager
async def opened(browser: Browser, stage: Stage) -> AsyncIterator[tuple[Page, float]]:
    """Open the console with an empty cache; tell how long the first picture took, s."""
    context = await browser.new_context(viewport=WIDE, reduced_motion="reduce")
    page = await context.new_page()
    start_s = perf_counter()
    url = f"http://{stage.server.host}:{stage.server.port}/#key={stage.key}"
    await page.goto(url)
    await page.locator(".map[data-drawn=true]").wait_for()
    yield page, perf_counter() - start_s
    await context.close()


async def frames_while(
    page: Page, deed: Callable[[], Awaitable[object]]
) -> dict[str, float]:
    """Time the frames of the page while something is done, ms."""
    await page.evaluate(FRAMES)
    await deed()
    seen = await page.evaluate("stopFrames()")
    cuts = quantiles(seen[2:], n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1)}


async def pan_and_zoom(page: Page) -> None:
    """Drag the map about and turn the wheel, as an operator does."""
    x, y = WIDE["width"] / 2, WIDE["height"] / 2
    await page.mouse.move(x, y)
    for step in range(4):
        await page.mouse.down()
        for part in range(1, 16):
            shift = part * 12 * (-1) ** step
            await page.mouse.move(x + shift, y + shift / 2)
        await page.mouse.up()
        await page.mouse.move(x, y)
        await page.mouse.wheel(0, 240 * (-1) ** step)
        await page.wait_for_timeout(300)


async def search_ms(page: Page) -> list[float]:
    """How long the server takes to answer what is typed, as the page sees it, ms."""
    city = await page.evaluate("location.pathname.split('/')[1]")
    return [
        await page.evaluate(
            """async ([city, words]) => {
                const start = performance.now();
                const asked = new URLSearchParams({ limit: 20, q: words });
                await (await fetch(`/api/${city}/search?${asked}`)).json();
                return performance.now() - start;
            }""",
            [city, words],
        )
        for words in WORDS * 5
    ]


async def measure(browser: Browser, stage: Stage, total: int) -> dict[str, object]:
    """Measure the page with so many assets."""
    async with opened(browser, stage) as (page, first_s):
        moving = await frames_while(page, lambda: pan_and_zoom(page))
        found = sorted(await search_ms(page))
        changing = asyncio.create_task(flood(stage, total))
        living = await frames_while(page, lambda: page.wait_for_timeout(LIVE_S * 1000))
        changing.cancel()
        heap = await page.evaluate("performance.memory.usedJSHeapSize / 2 ** 20")
    return {
        "first_picture_s": round(first_s, 2),
        "pan_and_zoom": moving,
        "search_p50_ms": round(found[len(found) // 2], 1),
        "search_worst_ms": round(found[-1], 1),
        "frames_at_1000_changes_per_s": living,
        "script_heap_mb": round(heap),
    }


async def main() -> dict[str, object]:
    """Measure few, then many."""
    program = next(filter(None, map(shutil.which, NAMES)))
    async with set_stage() as stage, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=[*FLAGS, "--enable-precise-memory-info"]
        )
        told: dict[str, object] = {}
        known = 0
        for total in (FEW, MANY):
            await fill(stage, known, total, total)
            known = total
            async with opened(browser, stage):
                pass  # the server draws its picture
            told[f"{total}"] = await measure(browser, stage, total)
        await browser.close()
        told["server_rss_mb"] = round(stage.rss_mb())
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main()), indent=2))

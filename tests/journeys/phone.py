"""A phone in the street: what is done with it, and what it keeps."""

import io
from contextlib import asynccontextmanager

from PIL import Image
from playwright.async_api import expect

from mesto.operations.work.reading import whole
from mesto.operations.work.said import PREFIX
from tests.waiting import until

from .conftest import PHONE, PHRASE, kept


async def told(server, order):
    """Everything an order says by now."""
    return whole((await server.city.present([PREFIX + order]))[PREFIX + order])


@asynccontextmanager
async def phone(visitor, login, path="my-work", *, keeps=True, **wishes):
    """Open a screen on a phone on which somebody is signed in.

    keeps: the console is kept there, with what is shown, for when there is no network
    """
    server = visitor.server
    wishes = {"viewport": PHONE, "keeps": keeps, "hurried": "yes", **wishes}
    async with visitor.page(**wishes) as page:
        entry = {"login": login, "password": PHRASE}
        entered = await page.request.post(f"{server.url}/api/session", data=entry)
        assert entered.ok
        await page.goto(f"{server.url}/{server.city.name}/{path}")
        if keeps:
            await kept(page)
            await page.reload()  # from now on the browser keeps what is asked
        yield page
    visitor.complaints.clear()  # the browser notes what it could not fetch


def a_photo(side=2400):
    """A file as a camera makes it, larger than is sent."""
    content = io.BytesIO()
    Image.effect_noise((side, side // 2), 40).convert("RGB").save(content, "JPEG")
    return {
        "name": "photo.jpg",
        "mimeType": "image/jpeg",
        "buffer": content.getvalue(),
    }


def waiting(page):
    return page.locator(".facts").get_by_text("to be sent")


async def note(page, text):
    await page.get_by_label("New note").fill(text)
    await page.get_by_role("button", name="Add note").click()
    await expect(page.get_by_text(text)).to_be_visible()


async def read_ahead(page, order):
    """Wait until an order is kept for when there is no network."""
    path = f"/api/journeys/work-orders/{order}"

    async def is_kept():
        return await page.evaluate(
            "path => caches.match(path).then((answer) => answer !== undefined)", path
        )

    await until(is_kept)


async def width_of(picture):
    """How wide a picture is by itself, pixels."""
    await expect(picture).to_be_visible()
    await picture.evaluate("(picture) => picture.decode()")
    return await picture.evaluate("(picture) => picture.naturalWidth")


async def pictures_kept(page):
    """How many pictures wait in the browser."""
    return await page.evaluate(
        """() => new Promise((resolve) => {
            indexedDB.open('mesto').onsuccess = ({target: {result: kept}}) => {
                const shelf = kept.transaction('pictures').objectStore('pictures');
                shelf.count().onsuccess = (asked) => {
                    kept.close();
                    resolve(asked.target.result);
                };
            };
        })"""
    )

"""Stickers: printed for containers, and answered by who stands there."""

import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest
from PIL import ExifTags, Image

from mesto.domains.waste.inventory.policy import TOWN
from mesto.kernel.model import Kind
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:k-1"


@pytest.fixture
async def town(browser, server):
    await server.city.record(
        standing(BIN, name="K-1", storedWasteKind=["paper"], binCapacity=1100)
    )
    return browser


@pytest.fixture
async def code(town, server):
    wanted = {"containers": [BIN], "origin": server.url, "size": "small"}
    path = f"{town.api}/waste/stickers"
    printed = await town.http.post(path, json=wanted)
    assert printed.headers["content-type"] == "application/pdf"
    code = (await server.city.present([BIN]))[BIN].value("stickerCode")
    assert (await town.http.post(path, json=wanted)).status_code == 200
    again = (await server.city.present([BIN]))[BIN].value("stickerCode")
    assert again == code
    strange = {**wanted, "containers": [BIN, "urn:ngsi-ld:WasteContainer:x"]}
    refused = await town.http.post(path, json=strange)
    assert refused.json()["place"] == ["containers", 1]
    return code


async def level_of(server):
    entity = (await server.city.present([BIN]))[BIN]
    return entity.attribute("fillingLevelSeen")


async def test_citizens_answer_where_the_town_lets_them_and_not_too_often(server, code):
    path = f"/open/{server.city.name}/waste/s/{code}"
    async with httpx.AsyncClient(base_url=server.url) as stranger:
        page = await stranger.get(path, headers={"accept-language": "cs"})
        assert "K-1" in page.text
        assert "<form" not in page.text
        assert "set-cookie" not in page.headers
        assert (await stranger.post(path, data={"level": "75"})).status_code == 403

        policy = {"citizens_tap": True}
        urn = f"urn:ngsi-ld:WastePolicy:{TOWN}"
        told = [
            seen(urn, "type", ["WastePolicy"]),
            seen(urn, "definition", policy, kind=Kind.JSON_PROPERTY),
        ]
        await server.city.record(told)
        assert "<form" in (await stranger.get(path)).text
        assert (await stranger.post(path, data={"level": "60"})).status_code == 400
        assert (await stranger.post(path, data={"emptied": "1"})).status_code == 400
        assert await level_of(server) is None

        typed = f"/open/{server.city.name}/waste/s/{code[:5].lower()}-{code[5:]}"
        answers = [await stranger.post(typed, data={"level": "75"}) for _ in range(5)]
        assert answers[0].status_code == 303
        assert "✓" in (await stranger.get(answers[0].headers["location"])).text
        assert answers[-1].status_code == 429
        level = await level_of(server)
        assert (level.value, level.source) == (0.75, "sticker")

        wrong = f"/open/{server.city.name}/waste/s/0000000000"
        assert (await stranger.get(wrong)).status_code == 403
        nowhere = f"/open/nowhere/waste/s/{code}"
        assert (await stranger.get(nowhere)).status_code == 403


async def test_who_works_for_the_town_is_trusted_and_says_more(town, server, code):
    path = f"/open/{server.city.name}/waste/s/{code}"
    assert 'name="emptied"' in (await town.http.get(path)).text
    assert (await town.http.post(path, data={"level": "50"})).status_code == 303
    level = await level_of(server)
    assert level.value == 0.5
    assert level.source != "sticker"
    assert (await town.http.post(path, data={"emptied": "1"})).status_code == 303
    (emptied,) = await town.read("waste/emptyings", container=BIN)
    assert emptied["ways"] == ["reported"]
    assert (await town.http.post(path, data={"damaged": "1"})).status_code == 303
    entity = (await server.city.present([BIN]))[BIN]
    assert entity.value("status") == "vandalized"


async def test_other_systems_tell_what_was_seen_line_by_line(town, server):
    taps = [
        {"container": BIN, "level": 0.25, "at": "2026-05-04T08:00:00Z"},
        {"container": BIN + "x", "level": 0.25, "at": "2026-05-04T08:00:00Z"},
        {"container": BIN, "level": 0.25, "at": "2199-05-04T08:00:00Z"},
    ]
    answer = await town.http.post(f"{town.api}/waste/seen", json=taps)
    told = answer.json()
    assert told["recorded"] == 1
    assert [(one["number"], one["field"]) for one in told["refused"]] == [
        (1, "container"),
        (2, "at"),
    ]
    assert (await level_of(server)).value == 0.25


@pytest.fixture
async def open_to_all(server, code):
    """Let citizens answer; return the path of the sticker."""
    urn = f"urn:ngsi-ld:WastePolicy:{TOWN}"
    policy = {"citizens_tap": True}
    await server.city.record(
        [
            seen(urn, "type", ["WastePolicy"]),
            seen(urn, "definition", policy, kind=Kind.JSON_PROPERTY),
        ]
    )
    return f"/open/{server.city.name}/waste/s/{code}"


def picture(side, kind="JPEG", **more):
    written = io.BytesIO()
    Image.new("RGB", (side, side // 2), "green").save(written, kind, **more)
    return written.getvalue()


async def test_a_tap_kept_without_a_network_is_taken_once_with_its_moment(
    server, open_to_all
):
    late = {"level": "75", "id": str(uuid4()), "ago_s": "86400"}
    before = datetime.now(UTC) - timedelta(days=1)
    async with httpx.AsyncClient(base_url=server.url) as phone:
        assert (await phone.post(open_to_all, data=late)).status_code == 303
        level = await level_of(server)
        assert level.value == 0.75
        assert timedelta(0) <= level.observed_at - before < timedelta(minutes=5)
        again = {**late, "ago_s": "86410"}  # the answer was lost
        assert (await phone.post(open_to_all, data=again)).status_code == 303
        assert (await level_of(server)).observed_at == level.observed_at
        for wrong in ({"ago_s": "-1"}, {"ago_s": "9999999"}, {"id": "x"}):
            refused = await phone.post(open_to_all, data={**late, **wrong})
            assert refused.status_code == 400, refused.text


async def test_a_photo_is_made_harmless_and_shown_in_the_office_alone(
    town, server, open_to_all
):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "a phone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (49.0, 0.0, 0.0)
    sent = picture(3000, exif=exif)
    says = {"id": str(uuid4()), "ago_s": "60"}
    shown = f"{town.api}/waste/stickers/photo"
    async with httpx.AsyncClient(base_url=server.url) as phone:
        path = f"{open_to_all}/photo"
        kept = await phone.post(path, content=sent, params=says)
        assert kept.status_code == 204, kept.text
        nonsense = await phone.post(path, content=b"<svg/>")
        assert nonsense.status_code == 400
        assert (await phone.post(path, content=sent)).status_code == 429
        assert (await phone.get(shown, params={"of": BIN})).status_code == 401
    answer = await town.http.get(shown, params={"of": BIN})
    photo = Image.open(io.BytesIO(answer.content))
    assert photo.size == (1280, 640)
    assert not photo.getexif()
    assert (await town.http.get(shown, params={"of": "urn:x"})).status_code == 404
    container = (await server.city.present([BIN]))[BIN]
    digest = sha256(answer.content).hexdigest()
    assert container.value("photoSeen") == digest


async def test_strangers_send_no_photo_where_the_town_takes_none(server, code):
    path = f"/open/{server.city.name}/waste/s/{code}/photo"
    async with httpx.AsyncClient(base_url=server.url) as phone:
        assert (await phone.post(path, content=picture(10))).status_code == 403


async def test_containers_are_listed_by_what_stickers_are_chosen_by(town, server):
    isle = "urn:ngsi-ld:WasteContainerIsle:s-1"
    await server.city.record(
        [
            *standing(isle, name="At the school"),
            seen(BIN, "address", {"streetAddress": "Long 5"}),
            seen(BIN, "refWasteContainerIsle", isle, kind=Kind.RELATIONSHIP),
        ]
    )
    listed = (await town.read("waste/stickers"))["containers"]
    (one,) = [one for one in listed if one["urn"] == BIN]
    assert one == {
        "urn": BIN,
        "name": "K-1",
        "isle": isle,
        "isle_name": "At the school",
        "fractions": ["paper"],
        "street": "Long 5",
        "printed": False,
    }

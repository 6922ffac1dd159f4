"""Posts that could carry a charger are listed with reasons, and as a table."""

import csv
import io

import pytest

from mesto.kernel.model import Kind
from tests.gates.ocpp.conftest import observed

pytestmark = pytest.mark.anyio

CABINET = "urn:ngsi-ld:StreetlightControlCabinet:C1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:F1"
LINK = Kind.RELATIONSHIP


def place(longitude: float) -> tuple[Kind, object]:
    return Kind.GEO_PROPERTY, {"type": "Point", "coordinates": [longitude, 45.25]}


async def test_posts_are_ranked_with_reasons_and_each_number_can_be_looked_up(
    browser, server
) -> None:
    seen = [
        *observed(CABINET, type=["StreetlightControlCabinet"], location=place(19.83)),
        *observed(
            FEEDER,
            type=["StreetlightFeeder"],
            name="Feeder 1",
            refStreetlightControlCabinet=(LINK, CABINET),
            maximumCurrent=25,
            conductorCrossSection=16,
            conductorMaterial="copper",
        ),
    ]
    for number in range(1, 4):
        seen += observed(
            f"urn:ngsi-ld:Streetlight:L{number}",
            type=["Streetlight"],
            name=f"Lamp {number}",
            location=place(19.83 + number / 2_000),
            feederID=(LINK, FEEDER),
            powerRating=100,
        )
    await server.city.record(seen)
    told = (await browser.http.get(f"{browser.api}/emobility/sites")).json()
    best = told["items"][0]
    assert (best["rank"], told["recommended"], told["looked_at"]) == (1, 1, 4)
    assert best["cable"] == "Feeder 1"
    assert max(best["kw"]) == 24 * 0.69
    assert best["reasons"][0].keys() >= {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
    english = [one["en"] for one in best["reasons"]]
    assert english[1] == "Feeder 1 leaves no more."
    assert "There is no charger in the town yet." in english
    others = [one["reasons"][0]["en"] for one in told["items"][1:]]
    assert "Nobody says what its cable carries." in others  # of the cabinet
    answer = await browser.http.get(f"{browser.api}/emobility/sites/data")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 4
    first = rows[0]
    assert first["rank"] == "1"
    points = [float(v) for k, v in first.items() if k.startswith("points_")]
    assert round(sum(points), 1) == float(first["score"])
    used, limit = float(first["used_a_00"]), float(first["limit_a"])
    assert used == round(300 / 230 / 3, 2)
    assert float(first["kw_00"]) == round(int(limit - used) * 0.69, 2)

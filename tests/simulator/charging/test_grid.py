"""What stations of a town hang on, how it is sold, and who charged before."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from mesto.domains.emobility.business.kinds import KINDS
from mesto.domains.emobility.faults.upkeep import Upkeep
from mesto.domains.emobility.keeping.plausible import WiringJudge
from mesto.domains.emobility.keeping.site import site_of
from mesto.domains.emobility.nouns import GRID_CONNECTION
from mesto.domains.emobility.tariffs.tariff import Asker, tariff_for
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.plausible import Told
from mesto.names.charging import EVSE, STATION
from mesto.simulator.almanac import DAY_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.grid import most_a
from mesto.simulator.chance import Chance
from mesto.simulator.charged import DAYS, EVENING_S, EVENING_SHARE, STEP_S, Charged
from mesto.simulator.inventory.entities import Inventory
from mesto.simulator.inventory.selling import WRITTEN, card_groups, selling
from tests.stating import entity

UNTIL_S = 20_000 * DAY_S + 40_000
LONG_AGO = datetime.fromisoformat(WRITTEN)


@pytest.fixture(scope="module")
def charged(inventory: Inventory, assets: Assets) -> Charged:
    told = inventory.names, assets, inventory.grid
    return Charged(*told, Chance(7), UNTIL_S)


def values_of(stated: dict[str, Any]) -> dict[str, Any]:
    return {
        name: one.get("value", one.get("object"))
        for name, one in stated.items()
        if isinstance(one, dict)
    }


def wired(inventory: Inventory) -> dict[str, dict[str, Entity]]:
    """The connections, stations and places of a town, by type, as mesto has them."""
    found: dict[str, dict[str, Entity]] = defaultdict(dict)
    for stated in inventory.charging():
        urn, kind = str(stated["id"]), str(stated["type"])
        found[kind][urn] = entity(urn, LONG_AGO, values_of(stated), observed_at=None)
    return found


def test_cables_of_a_town_carry_what_hangs_on_them(inventory: Inventory) -> None:
    judge = WiringJudge([])
    kinds = {GRID_CONNECTION, STATION, EVSE, "StreetlightControlCabinet"}
    stated = [*inventory.charging(), *inventory.lighting()]
    rows = [
        Told(line, str(one["id"]), str(one["type"]), values_of(one), {})
        for line, one in enumerate(stated, 2)
        if one["type"] in kinds
    ]
    for row in rows:
        judge.survey(row)
    assert not [it for row in rows for it in judge.doubts(row, {})]
    found = wired(inventory)
    site = site_of(found[GRID_CONNECTION], found[STATION], found[EVSE])
    assert not site.left_out
    assert site.places.keys() == found[EVSE].keys()


def test_every_session_of_a_town_has_its_tariff(
    inventory: Inventory, assets: Assets
) -> None:
    shapes = {kind.entity: kind for kind in KINDS.values()}
    tariffs = {}
    for one in selling(inventory.names, assets):
        definition: Any = one["definition"]
        if one["type"] == "EVChargingUpkeep":
            read_written(definition["json"], Upkeep)
            continue
        kind = shapes[str(one["type"])]
        read = read_written(definition["json"], kind.shape)
        kind.check(read)
        if one["type"] == "EVTariff":
            tariffs[str(one["id"]).rpartition(":")[2]] = read
    groups = {
        str(said["cardGroup"]["value"])
        for _, said in card_groups(inventory.names)
        if said
    }
    now = datetime.now(UTC)
    slow = Asker(station="urn:x")
    assert tariff_for(slow, now, tariffs) == "street"
    assert groups == {"residents", "fleet"}
    for group in groups:
        asker = Asker(station="urn:x", group=group)
        assert tariff_for(asker, now, tariffs) == group
    assert tariff_for(Asker(station="urn:x", ad_hoc=True), now, tariffs) == "invoice"


def test_sessions_before_are_whole_and_each_place_has_one_at_a_time(
    charged: Charged,
) -> None:
    sessions = [values_of(one) for one in charged.sessions()]
    assert len(sessions) > 3 * DAYS
    by_place = defaultdict(list)
    for one in sessions:
        begin, end = (
            datetime.fromisoformat(one[name]["@value"]).timestamp()
            for name in ("startDateTime", "endDateTime")
        )
        assert begin < end <= UNTIL_S
        assert one["meterStop"] >= one["meterStart"]
        if "energy" in one:
            kwh = one["meterStop"] - one["meterStart"]
            assert one["energy"] == pytest.approx(kwh, abs=0.002)
        by_place[one["refEVSE"]].append((begin, end, one["meterStart"]))
    for several in by_place.values():
        several.sort()
        for before, after in pairwise(several):
            assert before[1] <= after[0]
            assert before[2] <= after[2]


def test_who_shared_a_cable_with_lamps_drew_less_in_the_evening(
    charged: Charged, inventory: Inventory, assets: Assets
) -> None:
    fastest: dict[str, float] = {}
    lit = {
        inventory.names.urn(STATION, number).rpartition(":")[2]: one
        for number, one in enumerate(assets.stations)
        if inventory.grid.cables[inventory.grid.of_station[number]].kind == "cabinet"
    }
    assert lit
    before: dict[str, tuple[float, float]] = {}
    for kind, sheet in charged.sheets():
        if kind == EVSE:
            continue
        for line in sheet.decode().splitlines()[1:]:
            urn, moment, register = line.split(",")
            at_s, kwh = datetime.fromisoformat(moment).timestamp(), float(register)
            if urn in before:
                was_s, was_kwh = before[urn]
                kw = (kwh - was_kwh) / ((at_s - was_s) / 3600)
                mid_s = (at_s + was_s) / 2 % DAY_S
                if EVENING_S[0] + STEP_S < mid_s < EVENING_S[1]:
                    tail = urn.split(":")[3]
                    fastest[tail] = max(fastest.get(tail, 0.0), kw)
            before[urn] = at_s, kwh
    held = {tail: kw for tail, kw in fastest.items() if tail in lit}
    assert any(kw > 0 for kw in held.values())
    for tail, kw in held.items():
        most_kw = max(most_a(one) for one in lit[tail].connectors) * 0.69
        assert kw <= EVENING_SHARE * most_kw + 0.01

import pytest

from mesto.domains.lighting.control import floor, groups, schedule
from mesto.domains.lighting.control.programme import Definition as Programme
from mesto.domains.lighting.energy.contract import Contract, check_contract
from mesto.domains.lighting.energy.terms import Terms
from mesto.domains.waste.inventory.contracts import Contract as WasteContract
from mesto.domains.waste.inventory.contracts import (
    check_contract as check_waste_contract,
)
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.shifts import Shift, check_shift
from mesto.kernel.mistake import read_written
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.written import written

SHAPES = {
    "StreetlightGroup": groups.Definition,
    "LightingProgramme": Programme,
    "LightingFloor": floor.Definition,
    "LightingSchedule": schedule.Definition,
    "LightingLedger": Terms,
    "LightingContract": Contract,
    "WastePolicy": Policy,
    "WasteContract": WasteContract,
    "WasteShift": Shift,
}


@pytest.mark.parametrize("country", ["cz", "rs"])
def test_what_the_town_wrote_makes_sense_and_fits_together(country):
    names = Names("town", country, "Town", "cs" if country == "cz" else "sr-Latn")
    read = {
        one["id"]: read_written(one["definition"]["json"], SHAPES[one["type"]])
        for one in written(names, 11_000)
    }
    named = {kind: [] for kind in SHAPES}
    for urn in read:
        named[urn.split(":")[2]].append(urn.split(":")[3])
    schedule.check(
        read["urn:ngsi-ld:LightingSchedule:centre"],
        groups=named["StreetlightGroup"],
        programmes=named["LightingProgramme"],
        calendars=[],
    )
    check_contract(read["urn:ngsi-ld:LightingContract:renewal"])
    check_waste_contract(read["urn:ngsi-ld:WasteContract:sorted"])
    for name in named["WasteShift"]:
        check_shift(read[f"urn:ngsi-ld:WasteShift:{name}"])
    assert (
        read["urn:ngsi-ld:LightingLedger:town"].programme in named["LightingProgramme"]
    )

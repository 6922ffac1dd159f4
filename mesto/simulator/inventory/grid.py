"""The connections that stations hang on, and how each place to charge is wired."""

from collections.abc import Iterator, Mapping
from typing import Final

from mesto.simulator.assets import Assets
from mesto.simulator.assets.grid import FAIL_SAFE_A, Cable, Grid, most_a
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, link, prop
from mesto.simulator.life.charging import Connector

EVENING: Final = "Mo-Fr 17:00-21:00"  #: when a street's kitchens want the cable too
EVENING_SHARE: Final = 0.75
#: Turned from place to place, so that cars on one phase do not share a wire.
TURNS: Final = ("123", "231", "312")
#: What a root pays: currency, a kilowatt-hour by hours, a kilowatt of the month's peak.
PRICES: Mapping[str, tuple[str, str, float]] = {
    "cz": ("CZK", "3.4; Mo-Fr 06:00-22:00 5.6", 215.0),
    "rs": ("RSD", "9.8; 07:00-23:00 14.5", 940.0),
}


class Wiring:
    """How the stations of a town are connected."""

    def __init__(self, names: Names, grid: Grid) -> None:
        """Know the cables."""
        self._names = names
        self._grid = grid

    def connections(self) -> Iterator[Entity]:
        """Yield every connection, those above before those below."""
        for number, cable in enumerate(self._grid.cables):
            yield self._connection(number, cable)

    def places(self, assets: Assets) -> Iterator[Entity]:
        """Yield every place to charge."""
        for number, station in enumerate(assets.stations):
            urn = self._names.urn("EVChargingStation", number)
            code = self._names.code("EVChargingStation", number)
            for one in station.connectors:
                turn = 0 if one.fast else number + one.number
                yield {
                    "id": self.place(number, one.number),
                    "type": "EVSE",
                    "name": prop(f"{code}/{one.number}"),
                    "refEVChargingStation": link(urn),
                    "number": prop(one.number),
                    "maximumPower": prop(one.power_kw, "KWT"),
                    **self._current(one),
                    "phases": prop(TURNS[turn % len(TURNS)]),
                    "failSafeCurrent": prop(FAIL_SAFE_A, "AMP"),
                    "chargingRateUnit": prop("W" if one.fast else "A"),
                    "powerType": prop("DC" if one.fast else "AC_3_PHASE"),
                }

    def place(self, station: int, number: int) -> str:
        """Return the URN of a place to charge, as its station's messages name it."""
        tail = self._names.urn("EVChargingStation", station).rpartition(":")[2]
        return f"urn:ngsi-ld:EVSE:{tail}:{number}"

    @staticmethod
    def _current(one: Connector) -> Entity:
        """Say what a place of alternating current carries; others know their power."""
        if one.fast:
            return {}
        return {"maximumCurrent": prop(round(most_a(one), 1), "AMP")}

    def of_station(self, number: int) -> Entity:
        """Return what a station says of its cable."""
        return {"refGridConnection": link(self._urn(self._grid.of_station[number]))}

    def _connection(self, number: int, cable: Cable) -> Entity:
        stated: Entity = {
            "id": self._urn(number),
            "type": "GridConnection",
            "name": prop(cable.code),
            "connectionKind": prop(cable.kind),
            "maximumCurrent": prop(cable.most_a, "AMP"),
        }
        if cable.above >= 0:
            stated["refGridConnection"] = link(self._urn(cable.above))
        else:
            stated |= self._terms(number)
        if cable.cabinet >= 0:
            kind = "StreetlightControlCabinet"
            stated["name"] = prop(
                f"{cable.code} {self._names.code(kind, cable.cabinet)}"
            )
            stated["refLoad"] = link(self._names.urn(kind, cable.cabinet))
            evening_a = max(EVENING_SHARE * cable.most_a, cable.safe_a)
            stated["limits"] = prop(f"{EVENING} {evening_a:.0f} A")
        return stated

    def _terms(self, number: int) -> Entity:
        currency, energy, demand = PRICES[self._names.country]
        return {
            "currency": prop(currency),
            "energyPrice": prop(energy),
            "demandPrice": prop(demand),
            "waitsForPrice": prop(number == 0),
        }

    def _urn(self, number: int) -> str:
        return self._names.urn("GridConnection", number)

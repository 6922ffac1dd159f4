"""What things are called: URNs for machines, codes for people, numbers for radio."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from unicodedata import normalize

from mesto.simulator.town import Town

#: Letters before the number of an asset, as its owner paints them, by type.
CODES: Mapping[str, Mapping[str, str]] = {
    "cz": {
        "Streetlight": "VO",
        "StreetlightFeeder": "VF",
        "StreetlightControlCabinet": "RVO",
        "RoadSegment": "US",
        "WasteContainer": "KN",
        "WasteContainerIsle": "SH",
        "Vehicle": "SV",
        "EVChargingStation": "NS",
        "GridConnection": "EP",
        "OffStreetParking": "P",
        "OnStreetParking": "PU",
        "ParkingSpot": "PM",
        "TrafficFlowObserved": "SD",
        "AirQualityObserved": "OV",
        "WeatherObserved": "MS",
    },
    "rs": {
        "Streetlight": "JR",
        "StreetlightFeeder": "IR",
        "StreetlightControlCabinet": "OJR",
        "RoadSegment": "DU",
        "WasteContainer": "KT",
        "WasteContainerIsle": "OS",
        "Vehicle": "KV",
        "EVChargingStation": "PS",
        "GridConnection": "EP",
        "OffStreetParking": "P",
        "OnStreetParking": "PU",
        "ParkingSpot": "PM",
        "TrafficFlowObserved": "BS",
        "AirQualityObserved": "VZ",
        "WeatherObserved": "MS",
    },
}
_DIGITS = {"Streetlight": 5, "WasteContainer": 4, "RoadSegment": 4}
_FEW_DIGITS = 3
_UNMARKED = str.maketrans({"đ": "dj", "ł": "l", "ß": "ss", "ø": "o"})


@dataclass(frozen=True)
class Names:
    """The naming of one town."""

    town: str  #: its name in letters a-z and hyphens
    country: str  #: cz or rs
    locality: str
    language: str  #: of street names in addresses

    @classmethod
    def of(cls, town: Town) -> "Names":
        """Name the things of a town."""
        language = next(
            (tag for tag in town.languages if not tag.endswith("Cyrl")),
            town.languages[0],
        )
        locality = town.name.get(language, "") or next(iter(town.name.values()), "town")
        country = "cz" if "cs" in town.languages else "rs"
        return cls(slug(locality), country, locality, language)

    def number(self, kind: str, number: int) -> str:
        """Return an asset's number, counted from 1."""
        return f"{number + 1:0{_DIGITS.get(kind, _FEW_DIGITS)}d}"

    def urn(self, kind: str, number: int) -> str:
        """Return the URN of an asset."""
        return f"urn:ngsi-ld:{kind}:{self.town}-{self.number(kind, number)}"

    def code(self, kind: str, number: int) -> str:
        """Return what is painted on an asset, e.g. VO-04211."""
        return f"{CODES[self.country][kind]}-{self.number(kind, number)}"

    def serial(self, kind: str, number: int, maker: str = "") -> str:
        """Return the serial number of an asset's device.

        maker: six hexadecimal digits of a radio maker make it a DevEUI
        """
        if not maker:
            return self.code(kind, number).lower()
        digest = blake2b(self.urn(kind, number).encode(), digest_size=5)
        return maker + digest.hexdigest()

    def gateway(self, number: int) -> str:
        """Return the identifier of a radio gateway."""
        digest = blake2b(f"{self.town} gateway {number}".encode(), digest_size=5)
        return f"24e124{digest.hexdigest()}"


def slug(name: str) -> str:
    """Write a name in letters a-z and hyphens."""
    plain = normalize("NFKD", name.lower().translate(_UNMARKED))
    bare = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "town"

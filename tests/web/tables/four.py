"""Four containers, for tables to show: how they are differs in every way."""

from datetime import timedelta

from tests.web.conftest import PLACE, seen, standing

BIN = "urn:ngsi-ld:WasteContainer:KO-{}"
FULL, HALF, EMPTY, DUMB = (BIN.format(number) for number in (10, 2, 3, 1))
BINS = "tables/WasteContainer"
CALLED = {FULL: "full", HALF: "half", EMPTY: "empty", DUMB: "dumb"}


def four_bins(now):
    """A full, a half full, an empty, and one never heard of."""
    near = (PLACE[0] + 0.01, PLACE[1])
    long_ago = now - timedelta(hours=5)
    return [
        *standing(FULL, name="Žižkova 10", fillingLevel=0.97, temperature=8, at=now),
        *standing(HALF, name="Žižkova 2", fillingLevel=0.5, binColor="red", at=now),
        *standing(EMPTY, fillingLevel=0.02, place=near, at=long_ago),
        *standing(DUMB, place=near),
        seen(FULL, "address", {"streetAddress": "Jevrejska", "district": "Liman"}),
        seen(FULL, "temperature", 8),
        seen(HALF, "binColor", "red"),
        seen(HALF, "dateLastEmptying", long_ago.isoformat()),
        seen(HALF, "reportingPeriod", 86_400),
        seen(EMPTY, "reportingPeriod", 86_400),
    ]

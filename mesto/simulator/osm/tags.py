"""What OpenStreetMap's tags mean here.

Source: wiki.openstreetmap.org, Map features.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from mesto.kernel.script import with_both_scripts
from mesto.simulator.kinds import AreaKind, BuildingKind, PlaceKind, StreetKind
from mesto.simulator.town import Name

STREETS = {
    "motorway": StreetKind.MOTORWAY,
    "trunk": StreetKind.MOTORWAY,
    "primary": StreetKind.PRIMARY,
    "secondary": StreetKind.SECONDARY,
    "tertiary": StreetKind.TERTIARY,
    "unclassified": StreetKind.RESIDENTIAL,
    "residential": StreetKind.RESIDENTIAL,
    "living_street": StreetKind.RESIDENTIAL,
    "pedestrian": StreetKind.PEDESTRIAN,
    "service": StreetKind.SERVICE,
    "track": StreetKind.TRACK,
    "footway": StreetKind.PATH,
    "path": StreetKind.PATH,
    "cycleway": StreetKind.PATH,
    "steps": StreetKind.PATH,
    "bridleway": StreetKind.PATH,
}
#: Streets that have lamps unless their tags say otherwise.
USUALLY_LIT = {
    StreetKind.PRIMARY,
    StreetKind.SECONDARY,
    StreetKind.TERTIARY,
    StreetKind.RESIDENTIAL,
    StreetKind.PEDESTRIAN,
}
AREAS: Mapping[str, Mapping[str, AreaKind]] = {
    "landuse": {
        "residential": AreaKind.RESIDENTIAL,
        "commercial": AreaKind.COMMERCIAL,
        "retail": AreaKind.COMMERCIAL,
        "industrial": AreaKind.INDUSTRIAL,
        "railway": AreaKind.INDUSTRIAL,
        "garages": AreaKind.INDUSTRIAL,
        "farmland": AreaKind.FARMLAND,
        "farmyard": AreaKind.FARMLAND,
        "orchard": AreaKind.FARMLAND,
        "vineyard": AreaKind.FARMLAND,
        "forest": AreaKind.FOREST,
        "grass": AreaKind.MEADOW,
        "meadow": AreaKind.MEADOW,
        "village_green": AreaKind.PARK,
        "recreation_ground": AreaKind.PARK,
        "allotments": AreaKind.ALLOTMENTS,
        "cemetery": AreaKind.CEMETERY,
    },
    "leisure": {
        "park": AreaKind.PARK,
        "garden": AreaKind.PARK,
        "playground": AreaKind.PARK,
        "sports_centre": AreaKind.PARK,
        "stadium": AreaKind.PARK,
        "pitch": AreaKind.PITCH,
        "beach_resort": AreaKind.SAND,
    },
    "natural": {
        "wood": AreaKind.FOREST,
        "scrub": AreaKind.FOREST,
        "grassland": AreaKind.MEADOW,
        "heath": AreaKind.MEADOW,
        "wetland": AreaKind.MEADOW,
        "beach": AreaKind.SAND,
        "sand": AreaKind.SAND,
    },
    "amenity": {"parking": AreaKind.CAR_PARK, "grave_yard": AreaKind.CEMETERY},
    "place": {"square": AreaKind.SQUARE},
    "highway": {"pedestrian": AreaKind.SQUARE},
}
BUILDINGS = {
    "apartments": BuildingKind.APARTMENTS,
    "residential": BuildingKind.APARTMENTS,
    "dormitory": BuildingKind.APARTMENTS,
    "house": BuildingKind.HOUSE,
    "detached": BuildingKind.HOUSE,
    "semidetached_house": BuildingKind.HOUSE,
    "terrace": BuildingKind.HOUSE,
    "bungalow": BuildingKind.HOUSE,
    "cabin": BuildingKind.HOUSE,
    "farm": BuildingKind.HOUSE,
    "commercial": BuildingKind.COMMERCIAL,
    "retail": BuildingKind.COMMERCIAL,
    "office": BuildingKind.COMMERCIAL,
    "supermarket": BuildingKind.COMMERCIAL,
    "kiosk": BuildingKind.COMMERCIAL,
    "hotel": BuildingKind.COMMERCIAL,
    "industrial": BuildingKind.INDUSTRIAL,
    "warehouse": BuildingKind.INDUSTRIAL,
    "hangar": BuildingKind.INDUSTRIAL,
    "manufacture": BuildingKind.INDUSTRIAL,
    "school": BuildingKind.SCHOOL,
    "kindergarten": BuildingKind.SCHOOL,
    "university": BuildingKind.SCHOOL,
    "college": BuildingKind.SCHOOL,
    "hospital": BuildingKind.HOSPITAL,
    "church": BuildingKind.CHURCH,
    "chapel": BuildingKind.CHURCH,
    "cathedral": BuildingKind.CHURCH,
    "monastery": BuildingKind.CHURCH,
    "synagogue": BuildingKind.CHURCH,
    "mosque": BuildingKind.CHURCH,
    "public": BuildingKind.CIVIC,
    "civic": BuildingKind.CIVIC,
    "government": BuildingKind.CIVIC,
    "train_station": BuildingKind.STATION,
    "garage": BuildingKind.GARAGE,
    "garages": BuildingKind.GARAGE,
    "shed": BuildingKind.GARAGE,
    "carport": BuildingKind.GARAGE,
}
#: What stands on a plot says what a building is where its own tag only says yes.
AMENITIES = {
    "school": BuildingKind.SCHOOL,
    "kindergarten": BuildingKind.SCHOOL,
    "university": BuildingKind.SCHOOL,
    "hospital": BuildingKind.HOSPITAL,
    "place_of_worship": BuildingKind.CHURCH,
    "townhall": BuildingKind.CIVIC,
}
FLOORS = {
    BuildingKind.APARTMENTS: 5,
    BuildingKind.HOUSE: 2,
    BuildingKind.SCHOOL: 2,
    BuildingKind.HOSPITAL: 4,
    BuildingKind.CIVIC: 3,
    BuildingKind.CHURCH: 3,
}
PLACES = {
    "city": PlaceKind.CITY,
    "town": PlaceKind.TOWN,
    "village": PlaceKind.VILLAGE,
    "hamlet": PlaceKind.VILLAGE,
    "suburb": PlaceKind.SUBURB,
    "quarter": PlaceKind.SUBURB,
    "neighbourhood": PlaceKind.SUBURB,
}
WATERWAYS = {"river", "stream", "canal", "drain"}
RAILWAYS = {
    "rail": "rail",
    "light_rail": "tram",
    "tram": "tram",
    "narrow_gauge": "rail",
}

_LANGUAGE = re.compile("name:([a-z]{2,3}(-[A-Z][a-z]{3})?)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
#: Letters that only one of the languages has.
_LETTERS = {"cs": "ěřů", "sk": "ľĺŕôä", "sr-Latn": "đć"}
_STOREY_M = 3.0


def area_kind(tags: Mapping[str, str]) -> AreaKind | None:
    """Return what a piece of land is; None if the map does not show it."""
    for key, kinds in AREAS.items():
        if tags.get(key) in kinds:
            return kinds[tags[key]]
    return None


def building_kind(tags: Mapping[str, str], area_m2: float) -> BuildingKind:
    """Return what a building is; where nobody said, its size speaks."""
    if tags["building"] in BUILDINGS:
        return BUILDINGS[tags["building"]]
    if tags.get("amenity") in AMENITIES:
        return AMENITIES[tags["amenity"]]
    if "shop" in tags or "office" in tags:
        return BuildingKind.COMMERCIAL
    if area_m2 < 32:
        return BuildingKind.GARAGE
    return BuildingKind.HOUSE if area_m2 < 280 else BuildingKind.APARTMENTS


def floors(tags: Mapping[str, str], kind: BuildingKind) -> int:
    """Return how many floors a building has, at least one."""
    for key, storey in (("building:levels", 1.0), ("height", _STOREY_M)):
        number = re.match(r"\d+(\.\d+)?", tags.get(key, ""))
        if number:
            return max(round(float(number[0]) / storey), 1)
    return FLOORS.get(kind, 1)


def population(tags: Mapping[str, str]) -> int:
    """Return how many people live in a place; 0 where nobody said."""
    digits = re.sub(r"[\s.,]", "", tags.get("population", ""))
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def name(tags: Mapping[str, str], languages: Sequence[str]) -> Name:
    """Return a name in all its languages, the town's own first.

    Serbian is read from any of its keys, and its missing script is derived.
    """
    found: dict[str, str] = {}
    for key, text in tags.items():
        matched = _LANGUAGE.fullmatch(key)
        if matched:
            found.setdefault(_tag(matched[1], text), text)
    plain = tags.get("name")
    if plain:
        found.setdefault(_tag(languages[0], plain), plain)
    both = with_both_scripts(found)
    first = {language: both[language] for language in languages if language in both}
    return {**first, **both}


def _tag(language: str, text: str) -> str:
    """Return the language tag of a text; for Serbian its script decides."""
    if language.partition("-")[0] != "sr":
        return language
    return "sr-Cyrl" if _CYRILLIC.search(text) else "sr-Latn"


def languages_of(names: Iterable[str]) -> tuple[str, ...]:
    """Guess in which language streets are named, by the letters only it has."""
    letters = Counter("".join(names).lower())
    score = {
        language: sum(letters[letter] for letter in own)
        for language, own in _LETTERS.items()
    }
    score["sr-Latn"] += sum(
        n for letter, n in letters.items() if "\u0400" <= letter < "\u0500"
    )
    language = max(score, key=lambda one: score[one])
    return ("sr-Latn", "sr-Cyrl") if language == "sr-Latn" else (language,)

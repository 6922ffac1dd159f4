"""What streets, districts, buildings, land and places are."""

from enum import StrEnum


class StreetKind(StrEnum):
    """What a street is for, widest first; the words are OpenStreetMap's."""

    MOTORWAY = "motorway"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    RESIDENTIAL = "residential"
    PEDESTRIAN = "pedestrian"
    SERVICE = "service"
    TRACK = "track"  #: in fields and woods, unlit
    PATH = "path"  #: for feet and bicycles


class DistrictKind(StrEnum):
    """How a part of the town was built."""

    OLD_CENTRE = "old_centre"
    BOULEVARD_RING = "boulevard_ring"  #: blocks of the 19th century
    HOUSING_ESTATE = "housing_estate"  #: slabs of the 20th century in green
    VILLAS = "villas"
    INDUSTRIAL = "industrial"
    VILLAGE = "village"
    PARK = "park"


class BuildingKind(StrEnum):
    """What a building is."""

    HOUSE = "house"
    APARTMENTS = "apartments"
    COMMERCIAL = "commercial"
    INDUSTRIAL = "industrial"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    CHURCH = "church"
    CIVIC = "civic"
    STATION = "station"
    GARAGE = "garage"


class AreaKind(StrEnum):
    """What a piece of land or water is."""

    RIVER = "river"
    LAKE = "lake"
    PARK = "park"
    FOREST = "forest"
    MEADOW = "meadow"
    FARMLAND = "farmland"
    ALLOTMENTS = "allotments"
    CEMETERY = "cemetery"
    PITCH = "pitch"
    RESIDENTIAL = "residential"
    INDUSTRIAL = "industrial"
    COMMERCIAL = "commercial"
    SQUARE = "square"
    CAR_PARK = "car_park"
    SAND = "sand"


class PlaceKind(StrEnum):
    """How big a named place is."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    SUBURB = "suburb"

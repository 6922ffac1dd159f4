"""How a gateway can misbehave, for trying what a CMS and an acceptance make of it."""

from enum import StrEnum


class Misdeed(StrEnum):
    """One way of not doing as the standard says."""

    LATE = "late"  #: every answer takes some seconds
    NONSENSE = "nonsense"  #: answers are no JSON of the standard
    SILENT = "silent"  #: takes requests and never answers
    CONTRADICTORY = "contradictory"  #: counts what it does not list
    CARELESS = "careless"  #: takes whatever it is sent
    DEAF = "deaf"  #: says yes to an override and does nothing
    ETERNAL = "eternal"  #: an override never expires
    DEPENDENT = "dependent"  #: follows no programme of its own
    FORGETFUL = "forgetful"  #: loses what it could not report
    MUTE = "mute"  #: reports nothing at all
    REPEATING = "repeating"  #: does again what is asked again with the same request
    BARE = "bare"  #: leaves out attributes its profile demands


LATE_S = 3.0

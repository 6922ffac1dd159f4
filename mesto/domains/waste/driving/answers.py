"""Rounds over HTTP: what may be asked of them. A table."""

from mesto.domains.waste.driving.carried import show_round, show_rounds
from mesto.domains.waste.driving.giving import drop_round, recall, release
from mesto.domains.waste.driving.papers import (
    show_deeds,
    show_gpx,
    show_photo,
    show_sheet,
)
from mesto.domains.waste.driving.saying import keep_photo, say_of_round
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

ANSWERS: Answers = {
    Verb.SEE: (
        ("rounds", "GET", show_rounds),
        ("rounds/{name}", "GET", show_round),
        ("rounds/{name}/said", "POST", say_of_round),
        ("rounds/{name}/deeds", "GET", show_deeds),
        ("rounds/{name}/gpx", "GET", show_gpx),
        ("rounds/{name}/sheet", "GET", show_sheet),
        ("rounds/{name}/pictures/{digest}", "GET", show_photo),
        ("rounds/{name}/pictures/{digest}", "PUT", keep_photo),
    ),
    Verb.RECORD: (
        ("rounds/{name}/release", "POST", release),
        ("rounds/{name}/recall", "POST", recall),
        ("rounds/{name}/drop", "POST", drop_round),
    ),
}

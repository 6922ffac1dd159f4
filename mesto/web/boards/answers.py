"""Boards: those that services offer, what their panels show, and the town's targets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import TYPE, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.panel import MOST_PANELS, AnyPanel, Kpi
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import number
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.boards.days import hours
from mesto.web.boards.panels import answer_panels, count_states
from mesto.web.boards.past import Shown
from mesto.web.body import read_body
from mesto.web.picture import Picture

S = TypeVar("S", bound=msgspec.Struct)

INDICATOR = "KeyPerformanceIndicator"  #: the entity type
TARGET = "target"
TEXTS = ("title", "text")  #: what of a panel is read by people
LARGEST_BYTES = 256 * 2**10

_read_panel = msgspec.json.Decoder(AnyPanel).decode


class Asked(msgspec.Struct, frozen=True):
    """The panels somebody looks at, each read by itself."""

    panels: list[msgspec.Raw]


class Wanted(msgspec.Struct, frozen=True):
    """What a town wants a figure to be; None: what the service offers."""

    target: float | None


async def show_boards(request: Request, picture: Picture) -> Response:
    """List the boards that services offer, and the time the town lives by."""
    await picture.ready()
    boards = [
        {
            "name": board.name,
            "title": with_both_scripts(board.title),
            "icon": board.icon,
            "domain": domain.name,
            "panels": [_written(panel) for panel in board.panels],
        }
        for domain in picture.domains
        for board in domain.boards
    ]
    document = {"timezone": picture.municipality.timezone, "boards": boards}
    return answer_json(request, document)


async def show_panels(request: Request, picture: Picture) -> Response:
    """Answer the questions of many panels, in their order.

    A panel that cannot be read or answered says what the problem is; the others are
    answered all the same. Raises Malformed where there are no panels, or too many.
    """
    asked = await read_body(request, Asked)
    if len(asked.panels) > MOST_PANELS:
        raise Malformed(f"a board has at most {MOST_PANELS} panels")
    await picture.ready()
    now = datetime.now(UTC)
    raw = [bytes(one) for one in asked.panels]
    async with picture.answering:
        new = [one for one in dict.fromkeys(raw) if one not in picture.answers]
        answers = {**picture.answers, **await _answered(picture, new, now)}
    picture.answers.update(answers)
    document = {"at": now, "answers": [answers[one] for one in raw]}
    return answer_json(request, document)


async def set_target(request: Request, picture: Picture) -> Response:
    """Set what the town wants a figure to be; null returns to what the service says.

    Raises NotFound where no service offers a figure of that name.
    """
    name = str(request.path_params["name"])
    if name not in {panel.name for panel in _figures(picture)}:
        raise NotFound(f"there is no figure {name}")
    wanted = (await read_body(request, Wanted)).target
    urn = _urn(name)
    seen = Observation(
        entity=urn,
        attribute=TARGET,
        value=wanted,
        deleted=wanted is None,
        source=PEOPLE,
    )
    await visit_of(request).record([said(urn, TYPE, [INDICATOR]), seen], current=True)
    picture.answers.clear()
    return Response(status_code=204)


async def note_states(picture: Picture) -> None:
    """Note how many assets are so, for each measure of states that is kept."""
    wanted = await picture.city.measures.of_states()
    if not wanted:
        return
    await picture.ready()
    counted = {}
    for at, measure in wanted.items():
        reading = await count_states(picture, measure)
        counted[at] = (int(reading.total), reading.entities)
    this_hour, _ = hours(datetime.now(UTC), 1)
    await picture.city.measures.note(this_hour, counted)


async def _answered(
    picture: Picture, raw: Sequence[bytes], now: datetime
) -> Mapping[bytes, Shown]:
    """Read and answer panels; tell the problem of those nobody can read."""
    panels: dict[bytes, AnyPanel] = {}
    answers: dict[bytes, Shown] = {}
    for one in raw:
        try:
            panels[one] = _read_panel(one)
        except msgspec.DecodeError as error:
            answers[one] = {"problem": str(error)}
    shown = await answer_panels(picture, list(panels.values()), now)
    answers |= dict(zip(panels, shown, strict=True))
    names = {one: panel.name for one, panel in panels.items() if isinstance(panel, Kpi)}
    targets = await read_targets(picture, {name for name in names.values() if name})
    for one, name in names.items():
        panel = panels[one]
        assert isinstance(panel, Kpi)
        answers[one]["target"] = targets.get(name, panel.target)
    return answers


async def read_targets(picture: Picture, names: set[str]) -> Mapping[str, float]:
    """Return what the town itself wants of figures, by their names."""
    found = await picture.city.present([_urn(name) for name in sorted(names)])
    wanted = {
        name: number(found[_urn(name)], TARGET) for name in names if _urn(name) in found
    }
    return {name: target for name, target in wanted.items() if target is not None}


def _figures(picture: Picture) -> Iterator[Kpi]:
    """Yield every figure that services offer."""
    for domain in picture.domains:
        for board in domain.boards:
            yield from (panel for panel in board.panels if isinstance(panel, Kpi))


def _written(panel: AnyPanel) -> dict[str, object]:
    """Write a panel as JSON has it, its words in both scripts of Serbian."""
    document: dict[str, object] = msgspec.to_builtins(panel)
    for name in TEXTS:
        text = document.get(name)
        if isinstance(text, Mapping):
            document[name] = with_both_scripts(text)
    return document


def _urn(name: str) -> str:
    return f"urn:ngsi-ld:{INDICATOR}:{name}"

"""Saying a filled report in a language, part by part. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from mesto.kernel.panel import AnyPanel, Asking, Kpi, Map, Prose, Table
from mesto.kernel.plugin import Field, Layer
from mesto.operations.reports import words
from mesto.operations.reports.document import (
    Body,
    Cell,
    Chart,
    Document,
    Grid,
    Number,
    Paragraphs,
    Section,
    Unit,
)
from mesto.operations.reports.filled import (
    Answer,
    Assets,
    Counted,
    Course,
    Figure,
    Filled,
    Refused,
)
from mesto.operations.reports.formats import moment, span
from mesto.operations.reports.report import said_in, spoken
from mesto.operations.reports.words import say

PARTS = ("kW", "W", "MW")  #: of which an hour has another name


def document_in(language: str, filled: Filled) -> Document:
    """Say a filled report in a language."""
    zone = ZoneInfo(filled.zone)
    at = moment(filled.at.astimezone(zone), language)
    heard, of = filled.hours
    return Document(
        title=spoken(filled.title, language),
        town=said_in(filled.town, language),
        language=language,
        period=span(filled.days, language),
        compared=span(filled.before, language),
        made=say(words.MADE, language, at=at),
        zone=filled.zone,
        complete=heard / of if of else None,
        sections=[
            _section(panel, answer, _Told(language, zone, filled.layers, at))
            for panel, answer in zip(filled.panels, filled.answers, strict=True)
        ],
    )


class _Told(msgspec.Struct, frozen=True):
    """To whom it is told, and what is known of types."""

    language: str
    zone: tzinfo
    layers: Sequence[Layer]
    at: str

    def say(self, text: words.Text, **values: str) -> str:
        return say(text, self.language, **values)

    def named(self, type_: str) -> str:
        found = (one.title for one in self.layers if one.type == type_)
        return said_in(next(found, {"en": type_}), self.language)


def _section(panel: AnyPanel, answer: Answer, told: _Told) -> Section:
    title = spoken(panel.title, told.language) or _title(panel, told)
    match answer:
        case Refused(why, forbidden):
            text = words.NOT_ALLOWED if forbidden else words.CANNOT
            body: Body = Paragraphs([told.say(text, why=why)])
            return Section(title=title, note="", body=body)
        case Figure() | Course():
            assert isinstance(panel, Asking)
            figure = answer.figure if isinstance(answer, Course) else answer
            return Section(
                title=title,
                note=told.say(words.AGGREGATES[panel.aggregate]),
                body=_numbers(panel, answer, told),
                complete=figure.hours / figure.of_hours if figure.of_hours else None,
            )
        case Counted():
            return Section(title=title, note=_as_now(told), body=_counts(answer, told))
        case Assets():
            assert isinstance(panel, Table)
            grid = _assets(panel, answer, told)
            return Section(title=title, note=_as_now(told), body=grid)
    assert isinstance(panel, Prose)
    return Section(title=title, note="", body=_paragraphs(panel, told.language))


def _numbers(panel: Asking, answer: Figure | Course, told: _Told) -> Number | Chart:
    unit = unit_of(panel, told.layers)
    figure = answer.figure if isinstance(answer, Course) else answer
    number = Number(
        value=_scaled(figure.value, unit),
        before=_scaled(figure.before, unit),
        target=_scaled(figure.target, unit),
        unit=unit,
    )
    if not isinstance(answer, Course):
        return number
    return Chart(
        number=number,
        starts=[at.astimezone(told.zone).replace(tzinfo=None) for at in answer.starts],
        values=[_scaled(one, unit) for one in answer.values],
        step=answer.step,
        bars=panel.aggregate in {"integral", "sum", "count"},
    )


def unit_of(panel: Asking, layers: Sequence[Layer]) -> Unit:
    """Return how a panel's numbers are written: its own words, else its field's."""
    usual = _usual_unit(panel, layers)
    return Unit(
        usual.name if panel.unit is None else panel.unit,
        usual.scale if panel.scale is None else panel.scale,
        usual.digits if panel.digits is None else panel.digits,
    )


def _usual_unit(panel: Asking, layers: Sequence[Layer]) -> Unit:
    if panel.aggregate == "share":
        return Unit("%", 100, 1)
    if panel.aggregate == "count":
        return Unit(digits=1)
    field = field_of(panel.measure.attribute, panel.measure.types, layers)
    unit = (
        Unit(digits=2) if field is None else Unit(field.unit, field.scale, field.digits)
    )
    if panel.aggregate != "integral" or not unit.name:
        return unit
    by_hours = "h" if unit.name in PARTS else "·h"
    return msgspec.structs.replace(unit, name=unit.name + by_hours)


def field_of(
    attribute: str, types: Sequence[str], layers: Sequence[Layer]
) -> Field | None:
    """Return the field that describes an attribute of some types, if a layer has it."""
    of_types = (one for one in layers if not types or one.type in types)
    fields = (field for one in of_types for field in one.fields)
    return next((one for one in fields if one.attribute == attribute), None)


def _scaled(value: float | None, unit: Unit) -> float | None:
    return None if value is None else value * unit.scale


def _counts(answer: Counted, told: _Told) -> Grid:
    of = words.DISTRICT if answer.by == "district" else words.KIND
    heads = [told.say(of), told.say(words.TOTAL), *map(told.say, words.STATUSES)]
    rows: list[list[Cell]] = [
        [
            name if answer.by == "district" else told.named(name),
            sum(counts),
            *counts,
        ]
        for name, counts in answer.rows
    ]
    if len(rows) > 1:
        sums = [
            sum(counts) for counts in zip(*(one for _, one in answer.rows), strict=True)
        ]
        rows.append([told.say(words.TOTAL), sum(sums), *sums])
    return Grid(heads, rows, [0] * len(heads))


def _assets(panel: Table, answer: Assets, told: _Told) -> Grid:
    fields = [field_of(one, panel.types, told.layers) for one in panel.attributes]
    heads = [told.say(words.NAME), told.say(words.STATE)]
    for name, field in zip(panel.attributes, fields, strict=True):
        title = name if field is None else said_in(field.title, told.language)
        heads.append(f"{title} ({field.unit})" if field and field.unit else title)
    rows = [
        [
            one.name,
            told.say(words.STATUSES[one.status]),
            *(
                _cell(value, field, told)
                for value, field in zip(one.values, fields, strict=True)
            ),
        ]
        for one in answer.rows
    ]
    digits = [0, 0, *(2 if field is None else field.digits for field in fields)]
    return Grid(heads, rows, digits)


def _cell(value: object, field: Field | None, told: _Told) -> Cell:
    """Say a value: a number in its unit, a moment by the clock, a code in words."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case int() | float():
            return float(value) * (1.0 if field is None else field.scale)
        case {"@value": str(text)} | str(text):
            return _text(text, field, told)
        case [*several]:
            return ", ".join(str(_cell(one, field, told)) for one in several)
    return str(value)


def _text(text: str, field: Field | None, told: _Told) -> Cell:
    if field is not None and text in field.words:
        return said_in(field.words[text], told.language)
    return _moment(text, told.zone) or text


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Read a moment with its offset; None for any other text."""
    if "T" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if read.tzinfo is None else read.astimezone(zone).replace(tzinfo=None)


def _paragraphs(panel: Prose, language: str) -> Paragraphs:
    text = spoken(panel.text, language)
    return Paragraphs([part.strip() for part in text.split("\n\n") if part.strip()])


def _as_now(told: _Told) -> str:
    return told.say(words.AS_NOW, at=told.at)


def _title(panel: AnyPanel, told: _Told) -> str:
    """Make a title of what a panel shows."""
    return " · ".join(filter(None, _parts(panel, told)))


def _parts(panel: AnyPanel, told: _Told) -> Iterator[str]:
    if isinstance(panel, Table | Map):
        yield ", ".join(map(told.named, panel.types)) or told.say(words.ASSETS)
    if isinstance(panel, Asking):
        measure = panel.measure
        yield ", ".join(map(told.named, measure.types)) or measure.entity
        if measure.attribute:
            field = field_of(measure.attribute, measure.types, told.layers)
            yield (
                measure.attribute
                if field is None
                else said_in(field.title, told.language)
            )
        codes = map(words.STATUS_CODES.index, measure.statuses)
        yield ", ".join(told.say(words.STATUSES[code]) for code in codes)


def target_of(panel: AnyPanel, wanted: Mapping[str, float]) -> float | None:
    """Return what a figure should be: what the town says, else what the panel says."""
    return wanted.get(panel.name, panel.target) if isinstance(panel, Kpi) else None

"""One asset on its page: what it is, how it is, what it belongs to. Pure."""

from collections.abc import Iterator, Mapping

from mesto.kernel.model import TYPE, Attribute, Entity, Kind
from mesto.kernel.plugin import Amount, Choice, Level, Order, Press, Switch
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import named

#: NGSI-LD's word for a kind of attribute, and for what holds its value.
WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.PROPERTY: ("Property", "value"),
    Kind.RELATIONSHIP: ("Relationship", "object"),
    Kind.GEO_PROPERTY: ("GeoProperty", "value"),
    Kind.LANGUAGE_PROPERTY: ("LanguageProperty", "languageMap"),
    Kind.VOCAB_PROPERTY: ("VocabProperty", "vocab"),
    Kind.LIST_PROPERTY: ("ListProperty", "valueList"),
    Kind.LIST_RELATIONSHIP: ("ListRelationship", "objectList"),
    Kind.JSON_PROPERTY: ("JsonProperty", "json"),
}
LINKS = (Kind.RELATIONSHIP, Kind.LIST_RELATIONSHIP)


def fields(entity: Entity) -> list[dict[str, object]]:
    """Return every attribute that is no relationship."""
    return [
        {
            "attribute": one.name,
            "value": one.value,
            "unit": one.unit,
            "observed_at": one.seen_at,
            "timed": one.observed_at is not None,
            "kind": WORDS[one.kind][0],
            "dataset": one.dataset,
        }
        for one in entity.attributes
        if one.kind not in LINKS
    ]


def links(entity: Entity) -> list[tuple[str, str]]:
    """Return the relationships of an entity: their names and the URNs they lead to."""
    return [
        (one.name, urn)
        for one in entity.attributes
        if one.kind in LINKS
        for urn in _urns(one)
    ]


def relations(
    entity: Entity, related: Mapping[int, Entity]
) -> Iterator[dict[str, object]]:
    """Yield what an entity is related to; what is not known is named by its URN.

    related: the entities known, by number
    """
    found = {one.id: (number, one) for number, one in related.items()}
    for name, urn in links(entity):
        number, target = found.get(urn, (None, None))
        yield {
            "name": name,
            "urn": urn,
            "id": number,
            "type": target.types[0] if target and target.types else None,
            "title": named(target) if target else urn.rpartition(":")[2],
        }


def raw(entity: Entity) -> dict[str, object]:
    """Return an entity as NGSI-LD writes it, normalized, without a context."""
    written: dict[str, object] = {"id": entity.id, TYPE: list(entity.types)}
    for one in entity.attributes:
        instance = _instance(one)
        before = written.get(one.name)
        if before is None:
            written[one.name] = instance
        else:
            others = before if isinstance(before, list) else [before]
            written[one.name] = [*others, instance]
    return written


def order_shown(order: Order) -> dict[str, object]:
    """Describe an order for people who may give it."""
    return {
        "name": order.name,
        "title": with_both_scripts(order.title),
        "does": with_both_scripts(order.does),
        "ask": order.ask and with_both_scripts(order.ask),
        "command": order.command,
        "shown_by": order.shown_by,
        **_takes(order.takes),
    }


def _takes(takes: Switch | Level | Choice | Amount | Press) -> dict[str, object]:
    match takes:
        case Switch(on=on, off=off):
            return {"kind": "switch", "on": on, "off": off}
        case Level():
            return {"kind": "level"}
        case Amount(least=least, most=most, step=step, unit=unit):
            facts = {"least": least, "most": most, "step": step, "unit": unit}
            return {"kind": "amount", **facts}
        case Choice(options=options):
            return {
                "kind": "choice",
                "options": [
                    {"value": value, "title": with_both_scripts(title)}
                    for value, title in options
                ],
            }
        case Press(value=value):
            return {"kind": "press", "value": value}


def _instance(one: Attribute) -> dict[str, object]:
    word, holder = WORDS[one.kind]
    said = {
        TYPE: word,
        holder: one.value,
        "observedAt": one.observed_at,
        "unitCode": one.unit,
        "datasetId": one.dataset,
    }
    return {name: value for name, value in said.items() if value is not None}


def _urns(one: Attribute) -> list[str]:
    values = one.value if isinstance(one.value, list) else [one.value]
    return [value for value in values if isinstance(value, str)]

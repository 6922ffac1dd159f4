"""Types and attributes, as the city and registered sources use them together.

Source: ETSI GS CIM 009 v1.9.1, 5.7.5 to 5.7.11.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mesto.gates.ngsi_ld import discovery
from mesto.gates.ngsi_ld.codec.kinds import KIND_OF
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.through import Through
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.registrations.matching import Wanted
from mesto.gates.ngsi_ld.request import Handler, Response
from mesto.kernel.model import Kind
from mesto.kernel.question.catalogue import TypesInUse, Use, Uses
from mesto.kernel.question.condition import OfType
from mesto.kernel.visit import Visit

#: What is to be offered by who is asked; the second where details are asked for.
CATALOGUE: Final[Mapping[Handler, tuple[str, str]]] = {
    discovery.list_types: ("retrieveEntityTypes", "retrieveEntityTypeDetails"),
    discovery.describe_type: ("retrieveEntityTypeInfo",) * 2,
    discovery.list_attributes: ("retrieveAttrTypes", "retrieveAttrTypeDetails"),
    discovery.describe_attribute: ("retrieveAttrTypeInfo",) * 2,
}


async def catalogue(
    way: Way, handler: Handler, variables: Sequence[str], path: str
) -> Response:
    """Answer which types and attributes there are.

    Who may see only some of the city is not told what others use.
    """
    request = way.request
    context = await request.context()
    offered = CATALOGUE[handler][request.flag("details")]
    city = request.city
    wanted = _wanted(handler, [context.expand(one) for one in variables])
    matches = [
        one
        for one in matching(way, wanted, supplementing=True)
        if offered in one.registration.operations
    ]
    if not matches or (isinstance(city, Visit) and not city.sees_all):
        return await handler(request, *variables)
    query = {n: t for n, t in request.parameters.items() if n != "local"}
    answers = await way.ask(
        [
            Errand(
                registration=one.registration,
                method="GET",
                path=path,
                query=query,
                spelled=context,
            )
            for one in matches
        ]
    )
    types: dict[str, int] = defaultdict(int)
    uses: list[Use] = []
    for answer in answers:
        for said in _documents(answer):
            _read_types(said, answer.spelled or context, types, uses)
            uses.extend(_read_attributes(said, answer.spelled or context))
    through = _through(way, types, uses)
    answered = await handler(again(request, b"", city=through.city), *variables)
    failed = [one for one in answers if not one.is_well and one.status != _UNKNOWN]
    return way.warned(answered, failed)


def _wanted(handler: Handler, names: Sequence[str]) -> Wanted:
    if handler is discovery.describe_type:
        return Wanted(types=OfType(names[0]))
    if handler is discovery.describe_attribute:
        return Wanted(attributes=frozenset(names))
    return Wanted()


def _through(way: Way, types: Mapping[str, int], uses: Sequence[Use]) -> Through:
    city = way.request.city
    through = Through(city)

    async def types_in_use(question: TypesInUse) -> dict[str, int]:
        known = dict(await city.ask(question))
        for name, count in types.items():
            known[name] = known.get(name, 0) + count
        return dict(sorted(known.items()))

    async def all_uses(question: Uses) -> list[Use]:
        told = (
            one
            for one in uses
            if question.type in (None, one.type)
            and question.attribute in (None, one.attribute)
        )
        return put_together([*await city.ask(question), *told])

    through.let_answer(TypesInUse, types_in_use)
    through.let_answer(Uses, all_uses)
    return through


def put_together(uses: Sequence[Use]) -> list[Use]:
    """Return one use by type and attribute, in order. Pure."""
    by_key: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for one in uses:
        by_key[one.type, one.attribute].append(one)
    return [
        Use(
            type=type_,
            attribute=attribute,
            kinds=tuple(sorted({kind for one in same for kind in one.kinds})),
            instances=sum(one.instances for one in same),
        )
        for (type_, attribute), same in sorted(by_key.items())
    ]


def _documents(answer: Answer) -> Iterator[Mapping[str, Any]]:
    said = answer.document if answer.is_well else None
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, Mapping):
            yield one


def _read_types(
    said: Mapping[str, Any],
    context: Context,
    types: dict[str, int],
    uses: list[Use],
) -> None:
    """Read an EntityTypeList, an EntityType or an EntityTypeInfo (5.2.24 to 5.2.26)."""
    for name in _names(said.get("typeList"), context):
        types[name] += 0
    for name in _names([said.get("typeName")], context):
        count = said.get("entityCount", 0)
        types[name] += count if isinstance(count, int) else 0
        uses.extend(
            Use(type=name, attribute=attribute, kinds=(), instances=0)
            for attribute in _names(said.get("attributeNames"), context)
        )
        details = said.get("attributeDetails")
        for one in details if isinstance(details, list) else ():
            if isinstance(one, Mapping):
                uses.extend(_read_attributes({**one, "typeNames": [name]}, context))


def _read_attributes(said: Mapping[str, Any], context: Context) -> Iterator[Use]:
    """Yield what an AttributeList or an Attribute says (5.2.27, 5.2.28)."""
    for name in _names(said.get("attributeList"), context):
        yield Use(type="", attribute=name, kinds=(), instances=0)
    count = said.get("attributeCount", 0)
    for name in _names([said.get("attributeName")], context):
        for number, type_ in enumerate(_names(said.get("typeNames"), context)):
            yield Use(
                type=type_,
                attribute=name,
                kinds=tuple(_kinds(said.get("attributeTypes"))),
                instances=count if number == 0 and isinstance(count, int) else 0,
            )


def _names(said: Any, context: Context) -> list[str]:
    listed = said if isinstance(said, list) else []
    return [context.expand(one) for one in listed if isinstance(one, str) and one]


def _kinds(said: Any) -> Iterator[Kind]:
    for one in said if isinstance(said, list) else ():
        if isinstance(one, str) and one in KIND_OF:
            yield KIND_OF[one]


_UNKNOWN: Final = 404  #: a source that knows nothing of it is well

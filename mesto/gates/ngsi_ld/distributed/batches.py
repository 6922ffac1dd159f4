"""Batches, each entity of them told to whoever holds part of it.

A source that offers the batch is told once; one that offers the operation on one entity
only, entity by entity.

Source: ETSI GS CIM 009 v1.9.1, 5.6.7 to 5.6.10, 5.6.20.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec
import orjson

from mesto.gates.ngsi_ld import batch
from mesto.gates.ngsi_ld.codec.decode import PATCH, SIMPLE_PATCH, decode_fragment
from mesto.gates.ngsi_ld.context import CORE, Context
from mesto.gates.ngsi_ld.distributed.asked import again, matching, require
from mesto.gates.ngsi_ld.distributed.outcomes import is_circle
from mesto.gates.ngsi_ld.distributed.parts import Parts, part
from mesto.gates.ngsi_ld.distributed.provision import HEAD
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.problem import Conflict, Problem
from mesto.gates.ngsi_ld.registrations.matching import Wanted
from mesto.gates.ngsi_ld.request import Handler, Response
from mesto.kernel.access.rights import Thing
from mesto.kernel.errors import CityError
from mesto.kernel.model import Outline

if TYPE_CHECKING:
    from mesto.gates.ngsi_ld.registrations.model import Registration


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """An operation on many entities, and the one on a single entity."""

    operation: str
    single: tuple[str, str, str]  #: its name, method and path, `{}` for the id
    creates: bool = False


BATCHES: Final[Mapping[Handler, Batch]] = {
    batch.create_batch: Batch(
        operation="createBatch",
        single=("createEntity", "POST", "/entities"),
        creates=True,
    ),
    batch.upsert_batch: Batch(operation="upsertBatch", single=("", "", "")),
    batch.update_batch: Batch(
        operation="updateBatch", single=("appendAttrs", "POST", "/entities/{}/attrs")
    ),
    batch.merge_batch: Batch(
        operation="mergeBatch", single=("mergeEntity", "PATCH", "/entities/{}")
    ),
    batch.delete_batch: Batch(
        operation="deleteBatch", single=("deleteEntity", "DELETE", "/entities/{}")
    ),
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One payload of a batch that can be read."""

    urn: str
    said: Any
    names: Mapping[str, str]  #: attributes in the payload, to their kernel names
    types: frozenset[str]
    spelled: Context
    has_body: bool


class _Spread:
    """A batch that is being parted."""

    def __init__(self, way: Way, what: Batch) -> None:
        """Begin with nothing told to anybody."""
        self.way = way
        self.what = what
        self.ours: list[Any] = []
        self.told: dict[str, list[tuple[Item, Any]]] = defaultdict(list)
        self.offers: dict[str, Registration] = {}
        self.errors: list[dict[str, Any]] = []
        self.spelled = CORE

    def add(self, item: Item, known: Outline | None) -> bool:
        """Part one payload; tell whether somebody else is concerned."""
        types = item.types | (frozenset(known.types) if known else frozenset())
        named = frozenset(item.names.values()) if item.has_body else None
        wanted = Wanted(
            is_of=types or None, urns=(item.urn,), attributes=named or frozenset()
        )
        matches = matching(self.way, wanted)
        if not matches:
            self.ours.append(item.said)
            return False
        offers = (self.what.operation, self.what.single[0])
        parts = part(matches, named, offers)
        thing = Thing(item.urn, types, tuple(known.scopes) if known else ())
        self._tell(item, parts, thing)
        creates = self.what.creates or self.what.operation == "upsertBatch"
        is_ours = parts.is_ours and (known is not None or creates or not parts.told)
        if is_ours:
            self.ours.append(_narrowed(item, parts.left))
        self.spelled = item.spelled
        return True

    def _tell(self, item: Item, parts: Parts, thing: Thing) -> None:
        for one in parts.told:
            require(self.way.request.city, thing, one.attributes or frozenset())
            self.offers[one.registration.id] = one.registration
            said = _narrowed(item, one.attributes)
            self.told[one.registration.id].append((item, said))
        for one in parts.refused:
            problem = Conflict(f"it is held elsewhere, without {self.what.operation}")
            self.errors.append(_error(item.urn, problem.as_json(), one.registration.id))

    def errands(self) -> Iterator[tuple[Errand, list[str]]]:
        """Yield what sources are told, with the ids it is about."""
        request = self.way.request
        for of, items in self.told.items():
            one = self.offers[of]
            if self.what.operation in one.operations:
                yield (
                    Errand(
                        registration=one,
                        method="POST",
                        path=request.path.removeprefix("/ngsi-ld/v1"),
                        spelled=self.spelled,
                        query=_query(request.parameters),
                        body=[said for _, said in items],
                    ),
                    [item.urn for item, _ in items],
                )
                continue
            _, method, path = self.what.single
            for item, said in items:
                yield (
                    Errand(
                        registration=one,
                        method=method,
                        path=path.replace("{}", item.urn),
                        spelled=item.spelled,
                        query=_query(request.parameters),
                        body=said if item.has_body else None,
                    ),
                    [item.urn],
                )


async def change_many(way: Way, handler: Handler) -> Response:
    """Do an operation on many entities, here and wherever else they are held."""
    request = way.request
    body = await request.read_bytes()
    listed = await again(request, body).read_json()
    if not isinstance(listed, list) or not listed:
        return await handler(again(request, body))
    items = [await _item(way, said) for said in listed]
    known = await way.host.outlines([one.urn for one in items if one is not None])
    spread = _Spread(way, BATCHES[handler])
    concerned = False
    for said, item in zip(listed, items, strict=True):
        if item is None:  # what cannot be read is refused where it is read
            spread.ours.append(said)
        else:
            concerned = spread.add(item, known.get(item.urn)) or concerned
    if not concerned:
        return await handler(again(request, body))
    own = None
    if spread.ours:
        own = await handler(again(request, orjson.dumps(spread.ours)))
    errands = list(spread.errands())
    answers = await way.ask([errand for errand, _ in errands])
    told = [
        (answer, urns)
        for answer, (_, urns) in zip(answers, errands, strict=True)
        if not is_circle(answer)
    ]
    return _together(spread, own, told, [one.urn for one in items if one])


async def _item(way: Way, said: Any) -> Item | None:
    """Read one payload; None where the city will say what is wrong with it."""
    request = way.request
    if isinstance(said, str):
        return Item(
            urn=said,
            said=said,
            names={},
            types=frozenset(),
            spelled=CORE,
            has_body=False,
        )
    if not isinstance(said, dict):
        return None
    try:
        context = await request.context_of(dict(said))
        plain = {name: part for name, part in said.items() if name != "@context"}
        simple = "keyValues" in request.options or "simplified" in request.options
        draft = decode_fragment(plain, context, SIMPLE_PATCH if simple else PATCH)
    except (CityError, Problem):
        return None
    if draft.id is None:
        return None
    return Item(
        urn=draft.id,
        said=said,
        names={name: context.expand(name) for name in plain if name not in HEAD},
        types=frozenset(draft.types or ()),
        spelled=context,
        has_body=True,
    )


def _narrowed(item: Item, names: frozenset[str] | None) -> Any:
    if not item.has_body or names is None:
        return item.said
    return {
        name: value
        for name, value in item.said.items()
        if name in HEAD or item.names.get(name) in names
    }


def _query(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in parameters.items() if name != "local"}


def _error(urn: str, problem: Mapping[str, Any], of: str) -> dict[str, Any]:
    return {"entityId": urn, "error": problem, "registrationId": of}


def _together(
    spread: _Spread,
    own: Response | None,
    told: Sequence[tuple[Answer, list[str]]],
    order: Sequence[str],
) -> Response:
    """Return one answer, as the batch would have if all had been done here."""
    result = batch.Result()
    result.errors.extend(spread.errors)
    if own is not None:
        ours = [o if isinstance(o, str) else o.get("id") for o in spread.ours if o]
        _add(result, own.status, orjson.loads(own.body or b"null"), ours, None)
    for answer, urns in told:
        if answer.is_well and not answer.says_no_part:
            _add(result, answer.status, answer.document, urns, answer.of)
            continue
        for urn in urns:
            result.errors.append(_error(urn, answer.problem(), answer.of))
    failed = {one["entityId"] for one in result.errors}
    result.done = {urn: None for urn in order if urn in result.done}
    if spread.what.creates:  # in part is not whole
        result.done = {urn: None for urn in result.done if urn not in failed}
    return result.answer(created=spread.what.operation in _CREATING)


def _add(
    result: batch.Result,
    status: int,
    document: Any,
    urns: Sequence[Any],
    of: str | None,
) -> None:
    """Add what one of them did."""
    if status == HTTPStatus.MULTI_STATUS and isinstance(document, dict):
        done = [urn for urn in document.get("success", ()) if urn in urns]
        more = {"registrationId": of} if of else {}
        result.errors += [{**each, **more} for each in document.get("errors", ())]
    else:
        done = list(urns)
    result.done.update(dict.fromkeys(done))
    if status == HTTPStatus.CREATED:
        result.created.update(document if isinstance(document, list) else done)


_CREATING: Final = frozenset({"createBatch", "upsertBatch"})

"""Queries answered by the city and registered sources together.

Source: ETSI GS CIM 009 v1.9.1, 5.7.2, 5.14.4, 5.5.9.3, 4.3.6.7, 6.3.17.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.consumption import LIMIT_MAX
from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.errands import (
    Asked,
    confirming,
    querying,
    read_asked,
    wanted_of,
)
from mesto.gates.ngsi_ld.distributed.merging import Heard, merge
from mesto.gates.ngsi_ld.distributed.reading import (
    count,
    fitting,
    has_more,
    offering,
    ours,
    read_answers,
)
from mesto.gates.ngsi_ld.distributed.through import Through
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.maps.model import (
    MEMBERS_MAX,
    Confirm,
    Confirmed,
    Gather,
    Member,
    members_of,
)
from mesto.gates.ngsi_ld.problem import TooManyResults
from mesto.gates.ngsi_ld.registrations.asking import read_filter
from mesto.gates.ngsi_ld.registrations.matching import Circumstances, Match, fits
from mesto.gates.ngsi_ld.request import Handler, Response
from mesto.kernel.model import Entity
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.order import in_order

QUERY: Final = ("queryEntity", "queryBatch")


async def query(way: Way, handler: Handler) -> Response:
    """Answer a query, by GET or by POST."""
    request = way.request
    body = b""
    if request.method == "POST":
        body = await request.read_bytes()
    through = Through(request.city)
    search = Search(way, through, await read_asked(request, body))
    through.let_answer(Find, search.find)
    through.let_answer(Gather, search.gather)
    through.let_answer(Confirm, search.confirm)
    seen_by = again(request, body, city=through.city)
    seen_by.parameters = request.parameters
    return way.warned(await handler(seen_by), search.failed)


class Search:
    """A query that goes on to sources."""

    def __init__(self, way: Way, through: Through, asked: Asked) -> None:
        """Ask on `way` for what was `asked`; `through` shall know what is heard."""
        self._way = way
        self._through = through
        self._asked = asked
        self.failed: list[Answer] = []  #: who did not answer as it should

    async def find(self, question: Find) -> Page:
        """Find entities here and there; those that are here come first.

        An order goes through all of them, so that all have to be known.
        """
        city, matches = self._way.request.city, self._matches(question)
        if not matches:
            return await city.ask(question)
        if question.order:
            return await self._find_in_order(question)
        end = question.offset + question.limit
        page = await city.ask(replace(question, limit=end, offset=0))
        errands = [querying(self._way, one, question, self._asked) for one in matches]
        answers = await self._way.ask(errands)
        told = self._read(matches, answers)
        merged = await self._merge(question, page.urns, told, matches)
        urns = tuple(merged)
        more = page.more or len(urns) > end or has_more(answers, end)
        total = None
        if page.total is not None:
            twice = sum(map(len, told.values())) - (len(urns) - len(page.urns))
            total = page.total + sum(map(count, answers)) - twice
        return Page(urns[question.offset : end], more, total)

    async def _find_in_order(self, question: Find) -> Page:
        members = await self.gather(Gather(of=question))
        if len(members) > MEMBERS_MAX:
            raise TooManyResults(f"at most {MEMBERS_MAX} are put in order with sources")
        end = question.offset + question.limit
        urns = tuple(one.urn for one in members[question.offset : end])
        total = len(members) if question.count else None
        return Page(urns, len(members) > end, total)

    async def gather(self, gathering: Gather) -> tuple[Member, ...]:
        """Find all entities here and there, and who knows them."""
        own = await self._way.request.city.ask(gathering)
        matches = self._matches(gathering.of)
        if not matches or len(own) > MEMBERS_MAX:
            return own
        heard = await asyncio.gather(*(self._all(one, gathering.of) for one in matches))
        pages = [(match, page) for match, told in heard for page in told]
        told = self._read([m for m, _ in pages], [page for _, page in pages])
        urns = [one.urn for one in own]
        merged = await self._merge(gathering.of, urns, told, matches)
        if gathering.of.order:
            sorted_ = in_order(merged.values(), gathering.of.order)
            merged = {one.id: one for one in sorted_}
        by = {urn: [one.of for one in heard] for urn, heard in told.items()}
        return members_of(merged, frozenset(urns), by)

    async def _all(self, match: Match, question: Find) -> tuple[Match, list[Answer]]:
        errand = querying(self._way, match, question, self._asked)
        return match, await ask_all(self._way, errand)

    async def confirm(self, asking: Confirm) -> Confirmed:
        """Find which entities of a map still fit, of those who were known to know."""
        question = asking.among
        known = known_to(self._matches(question), asking)
        matches = [one for one, _ in known]
        page = await self._way.request.city.ask(question)
        answers = await self._way.ask(
            [
                confirming(self._way, one, question, urns, self._asked)
                for one, urns in known
            ]
        )
        before = len(self.failed)
        told = self._read(matches, answers)
        merged = await self._merge(question, page.urns, told, matches)
        return confirmed(asking, merged, self.failed[before:])

    def _matches(self, question: Find) -> list[Match]:
        csf, context = self._asked.said.get("csf"), self._asked.context
        by = Circumstances(
            place=question.place,
            source=read_filter(csf, context) if csf else None,
        )
        found = matching(self._way, wanted_of(self._asked), supplementing=True)
        return [one for one in offering(found, QUERY) if fits(one.registration, by)]

    def _read(
        self, matches: Sequence[Match], answers: Sequence[Answer]
    ) -> dict[str, list[Heard]]:
        told, bad = read_answers(self._way, matches, answers)
        self.failed += bad
        return told

    async def _merge(
        self,
        question: Find,
        urns: Sequence[str],
        told: Mapping[str, list[Heard]],
        matches: Sequence[Match],
    ) -> dict[str, Entity]:
        """Put together what is known; what does not fit then is left out.

        urns: those that fit here
        """
        here = await self._way.request.city.present(tuple({*urns, *told}))
        merged: dict[str, Entity] = {}
        for urn in dict.fromkeys((*urns, *told)):
            own = ours(here.get(urn), matches)
            one = merge(own, told.get(urn, []))
            if one is not None and (urn not in told or fitting(question, one)):
                merged[urn] = one
        self._through.know({**dict.fromkeys(urns), **merged})
        return merged


async def ask_all(way: Way, errand: Errand) -> list[Answer]:
    """Ask a source for all it knows, page by page."""
    pages: list[Answer] = []
    at, there_is_more = 0, True
    while there_is_more and at <= MEMBERS_MAX:
        paged = {"limit": str(LIMIT_MAX), "offset": str(at), "count": "true"}
        step = msgspec.structs.replace(errand, query={**errand.query, **paged})
        (answer,) = await way.ask([step])
        pages.append(answer)
        sent = len(answer.document) if isinstance(answer.document, list) else 0
        at += sent
        known = answer.found
        there_is_more = bool(sent) and (
            sent == LIMIT_MAX if known is None else at < known
        )
    return pages


def known_to(
    matches: Sequence[Match], asking: Confirm
) -> list[tuple[Match, list[str]]]:
    """Return who is known to know entities of a map, and which."""
    known = [
        (match, [m.urn for m in asking.members if match.registration.id in m.sources])
        for match in matches
    ]
    return [(match, urns) for match, urns in known if urns]


def confirmed(
    asking: Confirm, fits_: Iterable[str], failed: Sequence[Answer]
) -> Confirmed:
    """Return which entities of a map fit, and of which somebody was not heard."""
    silent, fit = {one.of for one in failed}, frozenset(fits_)
    unheard = {one.urn for one in asking.members if not silent.isdisjoint(one.sources)}
    return Confirmed(fit, frozenset(unheard - fit))

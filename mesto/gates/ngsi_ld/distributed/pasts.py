"""Pasts as the city and registered sources know them together.

A source that knows the past says of which time it is (its observationInterval or its
managementInterval), and that it offers to be asked.

Source: ETSI GS CIM 009 v1.9.1, 5.7.3, 5.7.4, 4.20, 5.10.2.4 (times), 6.3.17.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.errands import (
    Asked,
    among,
    querying_pasts,
    read_asked,
    retrieving_past,
    wanted_of,
)
from mesto.gates.ngsi_ld.distributed.outcomes import single
from mesto.gates.ngsi_ld.distributed.reading import (
    answered,
    count,
    fitting,
    has_more,
    mapped,
    offering,
)
from mesto.gates.ngsi_ld.distributed.search import ask_all, confirmed, known_to
from mesto.gates.ngsi_ld.distributed.through import Through
from mesto.gates.ngsi_ld.distributed.timelines import (
    Recounted,
    as_entity,
    is_longer,
    picked,
    read_past,
    seen_past,
    times_of,
    together,
    totals_of,
    within_past,
    without,
)
from mesto.gates.ngsi_ld.distributed.way import Answer, Way
from mesto.gates.ngsi_ld.maps.model import (
    MEMBERS_MAX,
    Confirm,
    Confirmed,
    Gather,
    Member,
    members_of,
)
from mesto.gates.ngsi_ld.problem import Problem, TooComplexQuery
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.gates.ngsi_ld.registrations.asking import read_filter
from mesto.gates.ngsi_ld.registrations.matching import (
    Circumstances,
    Match,
    Wanted,
    fits,
)
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import Handler, Response
from mesto.gates.ngsi_ld.temporal_form import read_window
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.kernel.question.aggregate import Span, Total, Totals
from mesto.kernel.question.evolution import Evolution, Evolutions
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.window import Clock, Window

#: Instances of one attribute that are put together to figures.
TOGETHER_MAX: Final = 50_000


async def retrieve_past(way: Way, handler: Handler, urn: str) -> Response:
    """Answer for the past of one entity."""
    request = way.request
    check_uri(urn, "the entity's id")
    context = await request.context()
    window = read_window(request.parameters)
    known = (await way.host.outlines([urn])).get(urn)
    named = split_words(request.parameters.get("attrs"), "attrs")
    wanted = Wanted(
        is_of=frozenset(known.types) if known else None,
        urns=(urn,),
        attributes=frozenset(map(context.expand, named)),
    )
    found = matching(way, wanted, window=window, of_past=True, supplementing=True)
    matches = await mapped(request, urn, offering(found, ("retrieveTemporal",)))
    if not matches:
        return await handler(request, urn)
    said = request.parameters
    errands = [retrieving_past(one, urn, said, context) for one in matches]
    answers = await way.ask(errands)
    pasts = _Pasts(request.city, matches, window.clock)
    failed = pasts.hear(answers)
    if failed and len(matches) == 1 and matches[0].registration.mode.is_proxied:
        own = await pasts.evolutions(Evolutions(urns=(urn,), window=window, limit=1))
        if not own:
            return single(failed[0].problem())

    async def gather(gathering: Gather) -> tuple[Member, ...]:
        here = await way.request.city.ask(gathering)
        return members_of((urn,), [one.urn for one in here], pasts.known_by)

    pasts.through.let_answer(Gather, gather)
    return await answered(way, handler, urn, pasts.through, failed)


async def query_pasts(way: Way, handler: Handler) -> Response:
    """Answer a query of pasts, by GET or by POST."""
    request = way.request
    body = await request.read_bytes() if request.method == "POST" else b""
    asked = await read_asked(request, body)
    window = read_window(asked.said, needed=True)
    by = Circumstances(
        window=window,
        source=read_filter(asked.said["csf"], asked.context)
        if "csf" in asked.said
        else None,
    )
    found = matching(
        way, wanted_of(asked), window=window, of_past=True, supplementing=True
    )
    matches = [
        one for one in offering(found, ("queryTemporal",)) if fits(one.registration, by)
    ]
    if not matches:
        return await handler(again(request, body))
    pasts = _Pasts(request.city, matches, window.clock)
    query = _Query(way, pasts, asked)
    pasts.through.let_answer(Find, query.find)
    pasts.through.let_answer(Gather, query.gather)
    pasts.through.let_answer(Confirm, query.confirm)
    seen_by = again(request, body, city=pasts.through.city)
    seen_by.parameters = request.parameters
    return way.warned(await handler(seen_by), query.failed)


class _Query:
    """A query of pasts that goes on to sources."""

    def __init__(self, way: Way, pasts: "_Pasts", asked: Asked) -> None:
        """Ask on `way` for what was `asked`; `pasts` takes in what is heard."""
        self._way = way
        self._pasts = pasts
        self._asked = asked
        self.failed: list[Answer] = []  #: who did not answer as it should

    async def find(self, question: Find) -> Page:
        """Find pasts here and there; those that are here come first."""
        end = question.offset + question.limit
        page = await self._way.request.city.ask(replace(question, limit=end, offset=0))
        matches = self._pasts.matches
        answers = await self._way.ask(
            [querying_pasts(one, question, self._asked) for one in matches]
        )
        urns = await self._fitting(question, page.urns, answers)
        total = None
        if page.total is not None:
            twice = len(self._pasts.told) - (len(urns) - len(page.urns))
            total = page.total + sum(map(count, answers)) - twice
        more = page.more or len(urns) > end or has_more(answers, end)
        return Page(tuple(urns[question.offset : end]), more, total)

    async def gather(self, gathering: Gather) -> tuple[Member, ...]:
        """Find all pasts here and there, and who knows them."""
        own = await self._way.request.city.ask(gathering)
        if len(own) > MEMBERS_MAX:
            return own
        here = [one.urn for one in own]
        errands = [
            querying_pasts(one, gathering.of, self._asked)
            for one in self._pasts.matches
        ]
        pages = await asyncio.gather(*(ask_all(self._way, one) for one in errands))
        answers = [answer for told in pages for answer in told]
        urns = await self._fitting(gathering.of, here, answers)
        return members_of(urns, here, self._pasts.known_by)

    async def confirm(self, asking: Confirm) -> Confirmed:
        """Find which pasts of a map still fit, of those who were known to know."""
        question = asking.among
        page = await self._way.request.city.ask(question)
        errands = [
            querying_pasts(match, question, among(self._asked, urns))
            for match, urns in known_to(self._pasts.matches, asking)
        ]
        before = len(self.failed)
        answers = await self._way.ask(errands)
        urns = await self._fitting(question, page.urns, answers)
        return confirmed(asking, urns, self.failed[before:])

    async def _fitting(
        self, question: Find, here: Sequence[str], answers: Sequence[Answer]
    ) -> list[str]:
        """Return whose pasts fit, now that all is known that was answered.

        here: those that fit here
        """
        self.failed += self._pasts.hear(answers)
        told = self._pasts.told
        whole = Evolutions(
            urns=tuple(told), window=question.past or Window(), limit=TOGETHER_MAX
        )
        merged = await self._pasts.evolutions(whole)
        good = {
            urn
            for urn, past in merged.items()
            if past.instances and fitting(question, as_entity(past))
        }
        urns = [urn for urn in here if urn not in merged or urn in good]
        return urns + [urn for urn in told if urn in good and urn not in here]


class _Pasts:
    """What sources said of pasts, and the city that knows it too."""

    def __init__(self, city: City, matches: Sequence[Match], clock: Clock) -> None:
        """Have heard of nothing yet."""
        self.matches = matches
        self.told: dict[str, list[Recounted]] = {}
        self.through = Through(city)
        self._city = city
        self._clock = clock
        self.through.let_answer(Evolutions, self.evolutions)
        self.through.let_answer(Span, self._span)
        self.through.let_answer(Totals, self._totals)

    def hear(self, answers: Sequence[Answer]) -> list[Answer]:
        """Take in what sources said; return who did not answer as it should."""
        failed: list[Answer] = []
        told: dict[str, list[Recounted]] = {}
        matches = {one.registration.id: one for one in self.matches}
        for answer in answers:
            if answer.status == HTTPStatus.NOT_FOUND:
                continue  # a source that knows nothing of it is well (6.3.17)
            if not answer.is_well or answer.document is None:
                failed.append(answer)
                continue
            try:
                self._take_in(matches[answer.of], answer, told)
            except (CityError, Problem) as error:
                bad = msgspec.structs.replace(answer, status=502, why=str(error))
                failed.append(bad)
                continue
            if answer.status == HTTPStatus.PARTIAL_CONTENT:
                why = "it shows a part of its past"
                failed.append(msgspec.structs.replace(answer, why=why))
        self.told |= told
        return failed

    @property
    def known_by(self) -> dict[str, list[str]]:
        """By which registrations pasts are known."""
        return {urn: [one.of for one in told] for urn, told in self.told.items()}

    def _take_in(
        self, match: Match, answer: Answer, told: dict[str, list[Recounted]]
    ) -> None:
        assert answer.spelled is not None  # where there is a document it is spelled
        said = answer.document
        supplements = match.registration.mode is Mode.AUXILIARY
        for payload in said if isinstance(said, list) else [said]:
            if not isinstance(payload, dict):
                continue
            past = read_past(payload, answer.spelled, answer.of, self._clock)
            kept = within_past(past, match)
            shown = None if kept is None else seen_past(self._city, kept)
            if shown is not None:
                one = Recounted(shown, supplements, answer.of)
                told.setdefault(shown.id, []).append(one)

    async def evolutions(self, question: Evolutions) -> dict[str, Evolution]:
        """Answer what pasts are like, by all who know."""
        own = await self._city.ask(question)
        pasts: dict[str, Evolution] = {}
        for urn in question.urns:
            past = together(self._ours(own.get(urn)), self.told.get(urn, ()))
            if past is not None:
                pasts[urn] = picked(past, question)
        return pasts

    def _ours(self, past: Evolution | None) -> Evolution | None:
        """Return what the city says, but for what is held elsewhere alone."""
        for one in self.matches:
            if past is not None and one.registration.mode.is_proxied:
                past = without(past, one.known_of(past.id, past.types))
        return past

    async def _span(self, question: Span) -> tuple[object, object] | None:
        own = await self._city.ask(question)
        times = [*(own or ()), *times_of((await self._whole(question)).values())]
        return (min(times), max(times)) if times else None

    async def _totals(self, question: Totals) -> dict[str, list[Total]]:
        """Answer what instances come to; what is only here the database counts."""
        here = tuple(urn for urn in question.urns if urn not in self.told)
        totals = await self._city.ask(replace(question, urns=here)) if here else {}
        for urn, past in (await self._whole(question)).items():
            totals[urn] = totals_of(past, question)
        return dict(totals)

    async def _whole(self, question: Span | Totals) -> Mapping[str, Evolution]:
        """Return the pasts that sources know of, with all instances asked for."""
        whole = Evolutions(
            urns=tuple(urn for urn in question.urns if urn in self.told),
            window=question.window,
            attributes=question.attributes,
            limit=TOGETHER_MAX + 1,
        )
        pasts = await self.evolutions(whole) if whole.urns else {}
        if any(is_longer(past, TOGETHER_MAX) for past in pasts.values()):
            raise TooComplexQuery(
                f"more than {TOGETHER_MAX} instances of one attribute of several"
            )
        return pasts

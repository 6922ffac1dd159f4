"""Telling a partner one thing: an object of ours, a part, or that it is gone."""

from typing import Final
from urllib.parse import quote

from mesto.gates.ocpi.codec import Document, Refused, read_answer
from mesto.gates.ocpi.talk import NOT_THERE, Talk
from mesto.gates.ocpi.words import ANSWERED, NO_PLACE, NOT_TAKEN
from mesto.kernel.errors import Malformed
from mesto.kernel.outbound import Response
from mesto.kernel.text import filled, refusal, said_by

CLIENT_ERROR: Final = 400
CONFLICT: Final = 409


class Teller:
    """Tells one partner."""

    def __init__(self, talk: Talk) -> None:
        """Tell by `talk`."""
        self._talk = talk

    def url(self, module: str, id_: str) -> str:
        """Return where a partner keeps an object of ours."""
        settings = self._talk.settings
        party = f"{settings.country_code}/{settings.party_id}"
        return f"{module.rstrip('/')}/{party}/{quote(id_, safe='')}"

    async def put(self, url: str, told: Document) -> list[Malformed]:
        """Tell a whole object; return why it was not taken, if so.

        Raises Unavailable where nobody answers.
        """
        return await self._tried("PUT", url, told)

    async def delete(self, url: str) -> list[Malformed]:
        """Tell that an object is no more; return and raise as `put` does."""
        return await self._tried("DELETE", url, None)

    async def patch(self, url: str, told: Document) -> bool:
        """Tell what changed of an object; return whether the partner knows it.

        Raises Unavailable where nobody answers.
        """
        answer = await self._talk.ask("PATCH", url, self._talk.token, told)
        try:
            _require_taken(answer)
        except Malformed:
            return False
        return True

    async def post(self, url: str, told: Document) -> str:
        """Tell an object that is told once; return where the partner keeps it.

        That it has it already is as well as that it takes it. Raises Malformed where
        it does not, and Unavailable where nobody answers.
        """
        answer = await self._talk.ask("POST", url, self._talk.token, told)
        if answer.status != CONFLICT:
            _require_taken(answer)
        return answer.headers.get("location", "")

    async def _tried(
        self, verb: str, url: str, told: Document | None
    ) -> list[Malformed]:
        answer = await self._talk.ask(verb, url, self._talk.token, told)
        try:
            _require_taken(answer)
        except Malformed as error:
            says = filled(NOT_TAKEN, what=url, why=said_by(error))
            return [refusal(Malformed, says)]
        return []


def _require_taken(answer: Response) -> None:
    """Raise Malformed where a partner did not take something."""
    if answer.status == NOT_THERE:
        raise refusal(Malformed, NO_PLACE)
    if answer.status >= CLIENT_ERROR:
        raise refusal(Malformed, filled(ANSWERED, status=answer.status))
    try:
        read_answer(answer.body, object)
    except Refused as refused:
        raise refusal(Malformed, said_by(refused)) from refused

"""People: who they are, how they come in, and what they prove themselves with."""

from collections.abc import Sequence

from mesto.kernel.access.account import Account, Provider, Session, Voucher
from mesto.kernel.access.credentials import Credentials
from mesto.kernel.access.entrance import Entrance
from mesto.kernel.access.invitations import Invitations
from mesto.kernel.access.people import People
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict

__all__ = ["Account", "Accounts", "Provider", "Session", "Voucher"]

FIRST = "admin"  #: the login of an installation's first administrator


class Accounts(People, Invitations, Entrance, Credentials):
    """The people of all municipalities."""

    def __init__(self, database: Database, provider: Provider | None = None) -> None:
        """Keep people in `database`.

        provider: where they can sign in beside here
        """
        super().__init__(database)
        self.provider = provider

    async def invite_first(self, municipalities: Sequence[str]) -> str:
        """Make an administrator where there is nobody at all.

        Returns the word of the link that lets it in, or nothing.
        """
        async with self._database.owner() as connection:
            if await connection.fetchval("select exists (select from account)"):
                return ""
        everywhere = dict.fromkeys(municipalities, ("administrator",))
        try:
            first = await self.make(FIRST, "Administrator", everywhere)
        except Conflict:  # another process was quicker
            return ""
        return await self.invite(first.number)

"""Keeping what shall be told, until it is. Durable when it returns."""

from collections.abc import Sequence

import msgspec

from mesto.kernel import herald
from mesto.kernel.city import City
from mesto.operations.notifications.notice import Notice, check


async def tell(city: City, notices: Sequence[Notice]) -> None:
    """Keep notices to be sent; one that was told before is not told again.

    Returns after the commit. Raises Malformed where one cannot be sent, and none is
    kept then; Unavailable where the database does not answer.
    """
    for one in notices:
        check(one)
    if not notices:
        return
    async with city.bound() as connection:
        await connection.execute(
            KEEP,
            [one.id for one in notices],
            [_json(msgspec.structs.replace(one, files=())) for one in notices],
            [_json(one.files) for one in notices],
        )
        await herald.tell(connection, city.schema, herald.NOTICED)
    city.notices.ring()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode().replace("\\u0000", "\\ufffd")


KEEP = """
    insert into notice (id, content, files)
    select id, content::jsonb, nullif(files, '[]')
      from unnest($1::uuid[], $2::text[], $3::text[]) as told (id, content, files)
        on conflict (id) do nothing
"""

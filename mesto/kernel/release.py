"""Which releases run on a database, so that the last of an old one is noticed.

A process holds a lock of its release for as long as it lives. PostgreSQL lets go of it
when the process is gone, however it went.
"""

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict
from mesto.kernel.schema import migrations

OURS = sum(len(migrations(f, "before")) for f in ("shared", "municipality"))
CLASS = 0x6D657374  #: sets our locks apart from those of others

#: Whoever begins and whoever cleans up take turns.
TURN = "select pg_advisory_xact_lock(hashtext('mesto release'))"

OLDER = """
    select exists (
        select from pg_locks
         where locktype = 'advisory' and objsubid = 2
           and classid::bigint = $1 and objid::bigint < $2
           and database = (select oid from pg_database
                            where datname = current_database())
    )
"""


async def begin(connection: Connection) -> None:
    """Let it be known that our release runs, until the connection ends.

    The connection sees the shared schema.

    Raises Conflict where a later release has cleaned up what ours needs.
    """
    async with connection.transaction():
        await connection.execute(TURN)
        later = await connection.fetchval(
            "select max(version::int) from migration where phase = 'finished'"
        )
        if (later or 0) > OURS:
            raise Conflict("a later release of mesto uses this database; upgrade")
        await hold(connection)


async def hold(connection: Connection, release: int = OURS) -> None:
    """Hold the lock of a release until the connection ends."""
    await connection.execute("select pg_advisory_lock_shared($1, $2)", CLASS, release)


async def older_runs(connection: Connection) -> bool:
    """Tell whether a process of an older release runs."""
    return bool(await connection.fetchval(OLDER, CLASS, OURS))


async def note_finished(connection: Connection) -> None:
    """Keep releases older than ours from beginning again."""
    await connection.execute(
        "insert into migration (version, phase) values ($1, 'finished') "
        "on conflict do nothing",
        str(OURS),
    )

"""Messages of partners that are kept, read again. Pure."""

from collections.abc import Iterator

from mesto.gates.ocpi.codec import Token, read, read_json
from mesto.gates.ocpi.settings import Settings
from mesto.gates.ocpi.tokens import seen_of
from mesto.kernel.model import Message
from mesto.kernel.plugin import Heard, Known


def decode(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Yield what a partner says of a token, which is all it says by itself.

    Raises Malformed for what is none.
    """
    yield from seen_of(read(read_json(message.payload), Token), known.connection)

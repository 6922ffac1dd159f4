"""Polling: what other systems publish at a URL, fetched on a schedule."""

from mesto.gates.http_pull.codec import decode
from mesto.gates.http_pull.gate import open_polling
from mesto.gates.http_pull.settings import Settings
from mesto.gates.http_pull.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

gate = Gate(
    name="http_pull",
    spec=(
        "HTTP Semantics RFC 9110, https://www.rfc-editor.org/rfc/rfc9110;"
        " JSON RFC 8259; CSV RFC 4180; XML 1.0, https://www.w3.org/TR/xml/"
    ),
    settings=Settings,
    decode=decode,
    title=TITLE,
    about=ABOUT,
    icon="download",
    ways=("http_pull",),
    words=WORDS,
)

carrier = Carrier(name="http_pull", schemes=("http", "https"), open=open_polling)

"""CSV and GeoJSON: inventories and histories that people keep in files."""

from mesto.gates.csv.codec import Settings, decode, read_sheet
from mesto.gates.csv.gate import guess_file, import_file
from mesto.gates.csv.words import ABOUT, TITLE
from mesto.kernel.plugin import Gate

__all__ = ["gate", "guess_file", "import_file"]

gate = Gate(
    name="csv",
    spec=(
        "RFC 4180, https://www.rfc-editor.org/rfc/rfc4180;"
        " GeoJSON RFC 7946, https://www.rfc-editor.org/rfc/rfc7946"
    ),
    settings=Settings,
    decode=decode,
    sheet=read_sheet,
    title=TITLE,
    about=ABOUT,
    icon="table",
)

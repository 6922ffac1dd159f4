"""CSV and GeoJSON: inventories and histories that people keep in files."""

from mesto.gates.csv.codec import Settings, decode
from mesto.kernel.plugin import Gate

gate = Gate(
    name="csv",
    spec=(
        "RFC 4180, https://www.rfc-editor.org/rfc/rfc4180;"
        " GeoJSON RFC 7946, https://www.rfc-editor.org/rfc/rfc7946"
    ),
    settings=Settings,
    decode=decode,
)

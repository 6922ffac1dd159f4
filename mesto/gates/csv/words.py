"""What people call a table that is sent to us. Pure."""

from mesto.kernel.words import said

TITLE = said(
    "Tables sent to us", "Zaslané tabulky", "Zaslané tabuľky", "Poslate tabele"
)
ABOUT = said(
    "CSV or GeoJSON that another system brings to an address of ours.",
    "CSV nebo GeoJSON, které jiný systém přináší na naši adresu.",
    "CSV alebo GeoJSON, ktoré iný systém prináša na našu adresu.",
    "CSV ili GeoJSON koji drugi sistem donosi na našu adresu.",
    cyrillic="CSV или GeoJSON који други систем доноси на нашу адресу.",
)

"""Why nothing brings an order to an asset, or a connection does not work, in words."""

from typing import Final

from mesto.kernel.words import said

NO_DEVICE: Final = said(
    "No device controls it.",
    "Žádné zařízení to neovládá.",
    "Žiadne zariadenie to neovláda.",
    "Nijedan uređaj ne upravlja time.",
)
NO_CONNECTION: Final = said(
    "Its device belongs to no connection.",
    "Jeho zařízení nepatří k žádnému spojení.",
    "Jeho zariadenie nepatrí k žiadnemu spojeniu.",
    "Njegov uređaj ne pripada nijednoj vezi.",
)
WRONG_SETTINGS: Final = said(
    "The settings of its connection make no sense.",
    "Nastavení jeho spojení nedává smysl.",
    "Nastavenie jeho spojenia nedáva zmysel.",
    "Podešavanja njegove veze nemaju smisla.",
)
ONLY_HEARD: Final = said(
    "By its connection devices are only heard.",
    "Přes jeho spojení se zařízení jen poslouchají.",
    "Cez jeho spojenie sa zariadenia iba počúvajú.",
    "Preko njegove veze uređaji se samo slušaju.",
)

# why a connection does not work
HUNG_UP: Final = said(
    "The other side hung up.",
    "Druhá strana ukončila spojení.",
    "Druhá strana ukončila spojenie.",
    "Druga strana je prekinula vezu.",
)
NOTHING_TRAVELS: Final = said(
    "Nothing travels by {url}.",
    "Přes {url} nic nechodí.",
    "Cez {url} nič nechodí.",
    "Preko {url} ništa ne putuje.",
)
NO_GATE: Final = said(
    "No connection can use {found}.",
    "{found} pro žádné napojení není.",
    "{found} pre žiadne napojenie nie je.",
    "{found} nije ni za jednu vezu.",
)
NO_ADDRESS: Final = said(
    "An address begins with one of {known}.",
    "Adresa začíná na jedno z: {known}.",
    "Adresa začína na jedno z: {known}.",
    "Adresa počinje jednim od: {known}.",
)

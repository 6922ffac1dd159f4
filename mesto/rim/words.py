"""Why nothing brings an order to an asset, in words."""

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

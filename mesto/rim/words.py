"""Why nothing brings an order to an asset, in words."""

from typing import Final

from mesto.kernel.plugin import Text

NO_DEVICE: Final[Text] = {
    "en": "No device controls it.",
    "cs": "Žádné zařízení to neovládá.",
    "sk": "Žiadne zariadenie to neovláda.",
    "sr-Latn": "Nijedan uređaj ne upravlja time.",
}
NO_CONNECTION: Final[Text] = {
    "en": "Its device belongs to no connection.",
    "cs": "Jeho zařízení nepatří k žádnému spojení.",
    "sk": "Jeho zariadenie nepatrí k žiadnemu spojeniu.",
    "sr-Latn": "Njegov uređaj ne pripada nijednoj vezi.",
}
WRONG_SETTINGS: Final[Text] = {
    "en": "The settings of its connection make no sense.",
    "cs": "Nastavení jeho spojení nedává smysl.",
    "sk": "Nastavenie jeho spojenia nedáva zmysel.",
    "sr-Latn": "Podešavanja njegove veze nemaju smisla.",
}
ONLY_HEARD: Final[Text] = {
    "en": "By its connection devices are only heard.",
    "cs": "Přes jeho spojení se zařízení jen poslouchají.",
    "sk": "Cez jeho spojenie sa zariadenia iba počúvajú.",
    "sr-Latn": "Preko njegove veze uređaji se samo slušaju.",
}

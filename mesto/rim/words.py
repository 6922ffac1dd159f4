"""Why nothing brings an order to an asset, in words. Pure."""

from typing import Final

from mesto.kernel.plugin import Text

ALONE: Final[Text] = {
    "en": "Its device belongs to no connection.",
    "cs": "Jeho zařízení nepatří k žádnému spojení.",
    "sk": "Jeho zariadenie nepatrí k žiadnemu spojeniu.",
    "sr-Latn": "Njegov uređaj ne pripada nijednoj vezi.",
}


def no_device(urn: str) -> Text:
    """Say that nothing speaks for an asset."""
    return {
        "en": f"No device controls {urn}.",
        "cs": f"Žádné zařízení neovládá {urn}.",
        "sk": f"Žiadne zariadenie neovláda {urn}.",
        "sr-Latn": f"Nijedan uređaj ne upravlja sa {urn}.",
    }


def no_connection(name: str) -> Text:
    """Say that there is no connection of this name any more."""
    return {
        "en": f"There is no connection {name}.",
        "cs": f"Spojení {name} neexistuje.",
        "sk": f"Spojenie {name} neexistuje.",
        "sr-Latn": f"Veza {name} ne postoji.",
    }


def says_nothing(gate: str) -> Text:
    """Say that devices of a gate are heard, and cannot be told anything."""
    return {
        "en": f"By {gate} devices are only heard.",
        "cs": f"Přes {gate} se zařízení jen poslouchají.",
        "sk": f"Cez {gate} sa zariadenia iba počúvajú.",
        "sr-Latn": f"Preko {gate} se uređaji samo slušaju.",
    }

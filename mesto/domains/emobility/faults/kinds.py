"""Faults of stations: what each means, why it may be, and what to do. A table. Pure.

Source: OCPP 1.6 edition 2, 7.7 (ChargePointErrorCode); the components of OCPP 2.0.1
edition 3 part 2 appendix 3 that tell of the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mesto.kernel.plugin import Text
from mesto.kernel.words import said

NO_ERROR: Final = ("", "NoError")


@dataclass(frozen=True)
class Fault:
    """One kind of fault.

    restart: whether a restart may cure it, and never harms
    """

    status: str  #: of the station: critical where somebody may be hurt
    says: Text  #: what it is, and why it may be
    do: Text
    restart: bool = False


FAULTS: Final[Mapping[str, Fault]] = {
    "ConnectorLockFailure": Fault(
        "warning",
        said(
            "The plug cannot be locked or released: dirt, a bent pin, or a worn lock.",
            "Zástrčku nelze zamknout nebo uvolnit: nečistota, ohnutý kolík, nebo "
            "opotřebený zámek.",
            "Zástrčku nemožno zamknúť alebo uvoľniť: nečistota, ohnutý kolík, alebo "
            "opotrebovaný zámok.",
            "Utikač ne može da se zaključa ili oslobodi: prljavština, savijen pin "
            "ili istrošena brava.",
        ),
        said(
            "Unlock the cable from here; if it stays, clean the socket and replace "
            "the lock.",
            "Odemkněte kabel odsud; když to nepomůže, vyčistěte zásuvku a vyměňte "
            "zámek.",
            "Odomknite kábel odtiaľto; ak to nepomôže, vyčistite zásuvku a vymeňte "
            "zámok.",
            "Otključajte kabl odavde; ako ostane, očistite utičnicu i zamenite bravu.",
        ),
    ),
    "EVCommunicationError": Fault(
        "warning",
        said(
            "Station and car do not understand each other: often the car or its cable.",
            "Stanice a vůz si nerozumějí: často je to vozem nebo jeho kabelem.",
            "Stanica a vozidlo si nerozumejú: často je to vozidlom alebo jeho káblom.",
            "Stanica i vozilo se ne razumeju: često je do vozila ili kabla.",
        ),
        said(
            "If it comes with several cars, restart the station, then measure the "
            "control pilot.",
            "Objeví-li se u více vozů, restartujte stanici a pak změřte řídicí "
            "signál CP.",
            "Ak sa objaví pri viacerých vozidlách, reštartujte stanicu a potom "
            "zmerajte riadiaci signál CP.",
            "Ako se javlja sa više vozila, ponovo pokrenite stanicu, pa izmerite "
            "kontrolni signal CP.",
        ),
        restart=True,
    ),
    "GroundFailure": Fault(
        "critical",
        said(
            "Current flows to earth: the residual current device has tripped. "
            "Moisture, a damaged cable, or a faulty car.",
            "Proud uniká do země: vybavil proudový chránič. Vlhkost, poškozený "
            "kabel, nebo vadný vůz.",
            "Prúd uniká do zeme: vybavil prúdový chránič. Vlhkosť, poškodený kábel, "
            "alebo chybné vozidlo.",
            "Struja otiče u zemlju: reagovala je zaštitna sklopka. Vlaga, oštećen "
            "kabl ili neispravno vozilo.",
        ),
        said(
            "Keep people away from the cable. An electrician measures the insulation "
            "before it is switched on again.",
            "Nenechte nikoho sahat na kabel. Elektrikář změří izolaci, než se znovu "
            "zapne.",
            "Nenechajte nikoho siahať na kábel. Elektrikár zmeria izoláciu, skôr než "
            "sa znova zapne.",
            "Neka niko ne dira kabl. Električar meri izolaciju pre ponovnog "
            "uključenja.",
        ),
    ),
    "HighTemperature": Fault(
        "critical",
        said(
            "It is too hot inside: sun, a blocked fan, or a loose terminal.",
            "Uvnitř je příliš horko: slunce, ucpaný ventilátor, nebo uvolněná svorka.",
            "Vnútri je príliš horúco: slnko, upchatý ventilátor, alebo uvoľnená "
            "svorka.",
            "Unutra je prevruće: sunce, začepljen ventilator ili labav spoj.",
        ),
        said(
            "Limit the power at once; clean the fan, and tighten the terminals.",
            "Hned omezte výkon; vyčistěte ventilátor a dotáhněte svorky.",
            "Hneď obmedzte výkon; vyčistite ventilátor a dotiahnite svorky.",
            "Odmah ograničite snagu; očistite ventilator i pritegnite spojeve.",
        ),
    ),
    "InternalError": Fault(
        "warning",
        said(
            "The station's computer has failed.",
            "Selhal počítač stanice.",
            "Zlyhal počítač stanice.",
            "Otkazao je računar stanice.",
        ),
        said(
            "Restart it; if it comes back, fetch diagnostics and install newer "
            "firmware.",
            "Restartujte ji; když se to vrátí, vyžádejte diagnostiku a nahrajte "
            "novější firmware.",
            "Reštartujte ju; ak sa to vráti, vyžiadajte diagnostiku a nahrajte novší "
            "firmvér.",
            "Ponovo je pokrenite; ako se vrati, zatražite dijagnostiku i noviji "
            "firmver.",
        ),
        restart=True,
    ),
    "LocalListConflict": Fault(
        "warning",
        said(
            "Its list of cards contradicts the town's.",
            "Její seznam karet odporuje seznamu města.",
            "Jej zoznam kariet odporuje zoznamu mesta.",
            "Njena lista kartica se ne slaže sa gradskom.",
        ),
        said(
            "Send the whole list anew.",
            "Pošlete celý seznam znovu.",
            "Pošlite celý zoznam nanovo.",
            "Pošaljite celu listu ponovo.",
        ),
    ),
    "OtherError": Fault(
        "warning",
        said(
            "The station reports a fault that only its maker knows.",
            "Stanice hlásí závadu, kterou zná jen její výrobce.",
            "Stanica hlási poruchu, ktorú pozná len jej výrobca.",
            "Stanica prijavljuje kvar koji zna samo proizvođač.",
        ),
        said(
            "Look the maker's code up, and fetch diagnostics.",
            "Vyhledejte kód výrobce a vyžádejte diagnostiku.",
            "Vyhľadajte kód výrobcu a vyžiadajte diagnostiku.",
            "Potražite šifru proizvođača i zatražite dijagnostiku.",
        ),
        restart=True,
    ),
    "OverCurrentFailure": Fault(
        "critical",
        said(
            "Too much current has flowed, and the breaker has tripped: a short "
            "circuit, or a car that draws more than it is offered.",
            "Tekl příliš velký proud a vybavil jistič: zkrat, nebo vůz odebírá víc, "
            "než je mu nabídnuto.",
            "Tiekol príliš veľký prúd a vybavil istič: skrat, alebo vozidlo odoberá "
            "viac, než sa mu ponúka.",
            "Tekla je prevelika struja i prekidač je reagovao: kratak spoj ili "
            "vozilo vuče više nego što mu se nudi.",
        ),
        said(
            "Look at the cable; an electrician switches the breaker on again.",
            "Prohlédněte kabel; jistič znovu zapne elektrikář.",
            "Prezrite kábel; istič znova zapne elektrikár.",
            "Pregledajte kabl; prekidač ponovo uključuje električar.",
        ),
    ),
    "OverVoltage": Fault(
        "warning",
        said(
            "The voltage of the grid is too high.",
            "Napětí sítě je příliš vysoké.",
            "Napätie siete je príliš vysoké.",
            "Napon mreže je previsok.",
        ),
        said(
            "Wait; if neighbours report it too, tell the grid operator.",
            "Vyčkejte; hlásí-li to i sousední stanice, oznamte to distributorovi.",
            "Vyčkajte; ak to hlásia aj susedné stanice, oznámte to distribútorovi.",
            "Sačekajte; ako i susedne prijavljuju, javite distributeru.",
        ),
    ),
    "PowerMeterFailure": Fault(
        "warning",
        said(
            "The meter does not answer: what is charged cannot be billed.",
            "Elektroměr neodpovídá: nabíjení nelze účtovat.",
            "Elektromer neodpovedá: nabíjanie nemožno účtovať.",
            "Brojilo ne odgovara: punjenje ne može da se naplati.",
        ),
        said(
            "Restart the station; if it stays, replace the meter and note its reading.",
            "Restartujte stanici; když to trvá, vyměňte elektroměr a zapište jeho "
            "stav.",
            "Reštartujte stanicu; ak to trvá, vymeňte elektromer a zapíšte jeho stav.",
            "Ponovo pokrenite stanicu; ako ostane, zamenite brojilo i zapišite stanje.",
        ),
        restart=True,
    ),
    "PowerSwitchFailure": Fault(
        "critical",
        said(
            "The contactor does not switch: it may be welded, with voltage on the "
            "plug.",
            "Stykač nespíná: může být spečený a na zástrčce napětí.",
            "Stýkač nespína: môže byť zvarený a na zástrčke napätie.",
            "Kontaktor ne prekida: možda je zavaren, sa naponom na utikaču.",
        ),
        said(
            "Keep people away; switch the station off in its cabinet and replace the "
            "contactor.",
            "Nikoho nepouštějte blízko; vypněte stanici v rozvaděči a vyměňte stykač.",
            "Nikoho nepúšťajte blízko; vypnite stanicu v rozvádzači a vymeňte stýkač.",
            "Neka niko ne prilazi; isključite stanicu u ormanu i zamenite kontaktor.",
        ),
    ),
    "ReaderFailure": Fault(
        "warning",
        said(
            "Cards cannot be read.",
            "Karty nelze přečíst.",
            "Karty nemožno prečítať.",
            "Kartice ne mogu da se pročitaju.",
        ),
        said(
            "Restart the station; until it is mended, start sessions from here.",
            "Restartujte stanici; do opravy spouštějte relace odsud.",
            "Reštartujte stanicu; do opravy spúšťajte relácie odtiaľto.",
            "Ponovo pokrenite stanicu; do popravke punjenja pokrećite odavde.",
        ),
        restart=True,
    ),
    "ResetFailure": Fault(
        "warning",
        said(
            "It could not restart.",
            "Nedokázala se restartovat.",
            "Nedokázala sa reštartovať.",
            "Nije uspela da se ponovo pokrene.",
        ),
        said(
            "Switch it off and on in its cabinet.",
            "Vypněte a zapněte ji v rozvaděči.",
            "Vypnite a zapnite ju v rozvádzači.",
            "Isključite je i uključite u ormanu.",
        ),
    ),
    "UnderVoltage": Fault(
        "warning",
        said(
            "The voltage of the grid is too low: the cable carries too much, or a "
            "phase is gone.",
            "Napětí sítě je příliš nízké: kabel je přetížený, nebo chybí fáze.",
            "Napätie siete je príliš nízke: kábel je preťažený, alebo chýba fáza.",
            "Napon mreže je prenizak: kabl je preopterećen ili nema faze.",
        ),
        said(
            "Limit the power, and look at the fuses of the feeder.",
            "Omezte výkon a zkontrolujte pojistky vývodu.",
            "Obmedzte výkon a skontrolujte poistky vývodu.",
            "Ograničite snagu i proverite osigurače izvoda.",
        ),
    ),
    "WeakSignal": Fault(
        "warning",
        said(
            "Its mobile signal is weak, and its line may break.",
            "Má slabý mobilní signál a spojení se může přerušit.",
            "Má slabý mobilný signál a spojenie sa môže prerušiť.",
            "Mobilni signal je slab i veza može da pukne.",
        ),
        said(
            "Move the antenna, or use a cable.",
            "Přemístěte anténu, nebo použijte kabel.",
            "Premiestnite anténu, alebo použite kábel.",
            "Pomerite antenu ili koristite kabl.",
        ),
    ),
}

#: What is not in the table.
UNKNOWN: Final = FAULTS["OtherError"]

#: Components of OCPP 2.x that tell of the same as a code of 1.6.
COMPONENTS: Final[Mapping[str, str]] = {
    "ConnectorPlugRetentionLock": "ConnectorLockFailure",
    "ConnectedEV": "EVCommunicationError",
    "ElectricalFeed": "GroundFailure",
    "RCD": "GroundFailure",
    "GroundIsolationProtection": "GroundFailure",
    "TemperatureSensor": "HighTemperature",
    "OverCurrentBreaker": "OverCurrentFailure",
    "OverCurrentProtection": "OverCurrentFailure",
    "PowerContactor": "PowerSwitchFailure",
    "FiscalMetering": "PowerMeterFailure",
    "TokenReader": "ReaderFailure",
    "CardReader": "ReaderFailure",
    "LocalAuthListCtrlr": "LocalListConflict",
}


def fault_of(code: object) -> Fault | None:
    """Return what a code means; None where it is none."""
    if not isinstance(code, str) or code in NO_ERROR:
        return None
    return FAULTS.get(code, UNKNOWN)

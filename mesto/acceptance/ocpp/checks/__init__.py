"""All that is demanded of a station, by version, in the order in which it is tried.

Names that begin with TC_ are those of the test cases of the Open Charge Alliance about
the same; how it is tried here is our own. Other names are use cases of the standard.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from mesto.acceptance.finding import Check, Text, text
from mesto.acceptance.ocpp.checks import booting, charging, obeying, securing
from mesto.acceptance.ocpp.session import Session
from mesto.gates.ocpp.codec import OLD

NEW = "ocpp2.0.1"


class Demand(NamedTuple):
    """One thing that is demanded, by its name and clause in each version."""

    tries: Callable[[Session], Awaitable[None]]
    title: Text
    old: tuple[str, str] | None
    new: tuple[str, str] | None


DEMANDS = (
    Demand(
        booting.pending,
        text(
            "Waits quietly until it is welcome",
            "Čeká mlčky, dokud není přijata",
            "Čaká mlčky, kým nie je prijatá",
            "Čeka u tišini dok ne bude primljena",
        ),
        ("TC_002_CS", "4.2"),
        ("TC_B_02_CS", "B02"),
    ),
    Demand(
        booting.boots,
        text(
            "Says what it is when it comes",
            "Po připojení řekne, co je zač",
            "Po pripojení povie, čo je zač",
            "Kaže šta je kad se javi",
        ),
        ("TC_001_CS", "4.2"),
        ("TC_B_01_CS", "B01"),
    ),
    Demand(
        securing.proves,
        text(
            "Proves itself by its name and password",
            "Prokáže se svým jménem a heslem",
            "Preukáže sa svojím menom a heslom",
            "Dokazuje se svojim imenom i lozinkom",
        ),
        ("TC_085_CS", "security A00"),
        ("TC_A_01_CS", "A00"),
    ),
    Demand(
        securing.by_tls,
        text(
            "Comes by TLS",
            "Připojuje se přes TLS",
            "Pripája sa cez TLS",
            "Povezuje se preko TLS-a",
        ),
        ("TC_086_CS", "security A00"),
        ("TC_A_04_CS", "A00"),
    ),
    Demand(
        booting.statuses,
        text(
            "Tells the status of its connectors",
            "Ohlásí stav svých konektorů",
            "Ohlási stav svojich konektorov",
            "Javlja stanje svojih priključaka",
        ),
        ("4.9", "4.9"),
        ("G01", "G01, B01.FR.05"),
    ),
    Demand(
        booting.clock,
        text(
            "Sets its clock by ours",
            "Řídí se naším časem",
            "Riadi sa naším časom",
            "Podešava sat po našem",
        ),
        ("4.6", "4.2, 4.6"),
        ("B01.FR.06", "B01.FR.06"),
    ),
    Demand(
        booting.beats,
        text(
            "Says that it is there as often as it was told",
            "Hlásí se tak často, jak jí bylo řečeno",
            "Hlási sa tak často, ako jej bolo povedané",
            "Javlja se onoliko često koliko joj je rečeno",
        ),
        ("TC_001_CS.2", "4.6"),
        ("G02", "G02"),
    ),
    Demand(
        booting.triggered,
        text(
            "Tells its status when asked",
            "Na požádání ohlásí stav",
            "Na požiadanie ohlási stav",
            "Na zahtev javlja stanje",
        ),
        ("TC_054_CS", "5.17"),
        ("TC_F_23_CS", "F06"),
    ),
    Demand(
        obeying.says_variable,
        text(
            "Says how it is set",
            "Řekne, jak je nastavena",
            "Povie, ako je nastavená",
            "Kaže kako je podešena",
        ),
        ("5.8", "5.8"),
        ("TC_B_06_CS", "B06"),
    ),
    Demand(
        obeying.lacks_variable,
        text(
            "Says which setting it does not have",
            "Řekne, které nastavení nemá",
            "Povie, ktoré nastavenie nemá",
            "Kaže koje podešavanje nema",
        ),
        ("5.8.2", "5.8"),
        ("TC_B_33_CS", "B06"),
    ),
    Demand(
        obeying.sets_variable,
        text(
            "Is set as it is told",
            "Nastaví se podle pokynu",
            "Nastaví sa podľa pokynu",
            "Podešava se kako joj se kaže",
        ),
        ("TC_021_CS", "5.3"),
        ("TC_B_09_CS", "B05"),
    ),
    Demand(
        obeying.refuses_value,
        text(
            "Refuses a value without sense",
            "Odmítne nesmyslnou hodnotu",
            "Odmietne nezmyselnú hodnotu",
            "Odbija besmislenu vrednost",
        ),
        ("TC_040_2_CS", "5.3"),
        ("TC_B_11_CS", "B05"),
    ),
    Demand(
        obeying.says_all,
        text(
            "Says all that it can be set to",
            "Vypíše všechna svá nastavení",
            "Vypíše všetky svoje nastavenia",
            "Nabraja sva svoja podešavanja",
        ),
        ("TC_019_CS", "5.8, 9.1"),
        ("TC_B_13_CS", "B07"),
    ),
    Demand(
        obeying.keeps_list,
        text(
            "Keeps a list of cards",
            "Uchová seznam karet",
            "Uchová zoznam kariet",
            "Čuva spisak kartica",
        ),
        ("TC_043_CS", "5.10, 5.15"),
        ("TC_D_01_CS", "D01, D02"),
    ),
    Demand(
        obeying.knows_no_maker,
        text(
            "Refuses another maker's messages",
            "Odmítne zprávy jiného výrobce",
            "Odmietne správy iného výrobcu",
            "Odbija poruke drugog proizvođača",
        ),
        ("TC_064_CS", "5.6"),
        ("TC_P_01_CS", "P01"),
    ),
    Demand(
        obeying.unavailable,
        text(
            "Goes out of service and comes back",
            "Přeruší provoz a obnoví ho",
            "Preruší prevádzku a obnoví ju",
            "Prekida rad i nastavlja ga",
        ),
        ("5.2", "5.2"),
        ("TC_G_03_CS", "G03"),
    ),
    Demand(
        obeying.unlocks,
        text("Lets a cable go", "Uvolní kabel", "Uvoľní kábel", "Pušta kabl"),
        ("TC_017_1_CS", "5.18"),
        ("F05", "F05"),
    ),
    Demand(
        obeying.unlocks_its_own,
        text(
            "Says which connector it does not have",
            "Řekne, který konektor nemá",
            "Povie, ktorý konektor nemá",
            "Kaže koji priključak nema",
        ),
        ("TC_031_CS", "5.18"),
        ("F05.FR.03", "F05"),
    ),
    Demand(
        obeying.reserves,
        text(
            "Reserves, until that is taken back",
            "Rezervuje, dokud se to neodvolá",
            "Rezervuje, kým sa to neodvolá",
            "Rezerviše dok se ne opozove",
        ),
        ("TC_051_CS", "5.1, 5.13"),
        ("TC_H_17_CS", "H01, H02"),
    ),
    Demand(
        obeying.reserves_for_a_while,
        text(
            "A reservation ends by itself",
            "Rezervace sama skončí",
            "Rezervácia sama skončí",
            "Rezervacija se sama završava",
        ),
        ("TC_046_CS", "5.13"),
        ("H04", "H04"),
    ),
    Demand(
        obeying.fails_firmware,
        text(
            "Says that firmware cannot be fetched",
            "Řekne, že firmware nelze stáhnout",
            "Povie, že firmvér nemožno stiahnuť",
            "Kaže da se firmver ne može preuzeti",
        ),
        ("TC_044_2_CS", "5.19, 4.5"),
        ("L02", "L01, L02"),
    ),
    Demand(
        obeying.says_log,
        text(
            "Says what became of its log",
            "Řekne, jak dopadl její deník",
            "Povie, ako dopadol jej denník",
            "Kaže šta je bilo s njenim dnevnikom",
        ),
        ("TC_045_2_CS", "5.9, 4.4"),
        ("TC_N_25_CS", "N01"),
    ),
    Demand(
        obeying.displays,
        text(
            "Shows a message and forgets it",
            "Ukáže zprávu a zapomene ji",
            "Ukáže správu a zabudne ju",
            "Prikazuje poruku i zaboravlja je",
        ),
        None,
        ("TC_O_01_CS", "O01, O03, O05"),
    ),
    Demand(
        charging.starts,
        text(
            "Begins a session from afar",
            "Na dálku zahájí nabíjení",
            "Na diaľku začne nabíjanie",
            "Na daljinu počinje punjenje",
        ),
        ("TC_010_CS", "5.11, 4.8"),
        ("TC_F_01_CS", "F01, E02"),
    ),
    Demand(
        charging.meters,
        text(
            "Tells the meter as often as it was told",
            "Hlásí měřič tak často, jak má",
            "Hlási merač tak často, ako má",
            "Javlja brojilo onoliko često koliko treba",
        ),
        ("4.7", "4.7"),
        ("J02", "J02"),
    ),
    Demand(
        charging.obeys_station,
        text(
            "Obeys a limit of the station",
            "Dodrží omezení stanice",
            "Dodrží obmedzenie stanice",
            "Poštuje ograničenje stanice",
        ),
        ("5.16", "3.13, 5.16"),
        ("TC_K_03_CS", "K01"),
    ),
    Demand(
        charging.obeys_evse,
        text(
            "Obeys a limit of a connector",
            "Dodrží omezení konektoru",
            "Dodrží obmedzenie konektora",
            "Poštuje ograničenje priključka",
        ),
        ("TC_056_CS", "3.13, 5.16"),
        ("TC_K_01_CS", "K01"),
    ),
    Demand(
        charging.obeys_session,
        text(
            "Obeys a limit of a session",
            "Dodrží omezení relace",
            "Dodrží obmedzenie relácie",
            "Poštuje ograničenje sesije",
        ),
        ("TC_057_CS", "3.13, 5.16"),
        ("TC_K_60_CS", "K01"),
    ),
    Demand(
        charging.composes,
        text(
            "Says what it will do next",
            "Řekne, co bude dělat dál",
            "Povie, čo bude robiť ďalej",
            "Kaže šta će dalje raditi",
        ),
        ("TC_066_CS", "5.7"),
        ("TC_K_43_CS", "K08"),
    ),
    Demand(
        charging.clears,
        text(
            "Says which limit it does not have",
            "Řekne, které omezení nemá",
            "Povie, ktoré obmedzenie nemá",
            "Kaže koje ograničenje nema",
        ),
        ("TC_067_CS", "5.5"),
        ("K10", "K10"),
    ),
    Demand(
        charging.goes_on_offline,
        text(
            "Goes on without a line, and tells afterwards",
            "Bez spojení pokračuje a pak vše dožene",
            "Bez spojenia pokračuje a potom všetko doženie",
            "Bez veze nastavlja, i posle sve javlja",
        ),
        ("TC_036_CS", "3.7"),
        ("E11", "E11, E04"),
    ),
    Demand(
        charging.ends,
        text(
            "Ends a session from afar, and says what it gave",
            "Na dálku ukončí nabíjení a řekne, kolik dala",
            "Na diaľku ukončí nabíjanie a povie, koľko dala",
            "Na daljinu završava punjenje i kaže koliko je dala",
        ),
        ("TC_012_CS", "5.12, 4.10"),
        ("F03", "F03, E06"),
    ),
    Demand(
        charging.knows_no_other,
        text(
            "Refuses to end what is not under way",
            "Odmítne ukončit, co neběží",
            "Odmietne ukončiť, čo nebeží",
            "Odbija da završi ono što ne teče",
        ),
        ("TC_028_CS", "5.12"),
        ("F03.FR.09", "F03"),
    ),
    Demand(
        charging.tells_again,
        text(
            "Tells again what could not be kept",
            "Zopakuje, co nešlo uložit",
            "Zopakuje, čo nešlo uložiť",
            "Ponavlja ono što nije moglo da se sačuva",
        ),
        ("3.7.1", "3.7.1"),
        ("E13", "E13"),
    ),
    Demand(
        charging.charges_by_card,
        text(
            "Charges by a card",
            "Nabíjí na kartu",
            "Nabíja na kartu",
            "Puni na karticu",
        ),
        ("TC_003_CS", "4.1, 4.8, 4.10"),
        ("TC_E_03_CS", "C01, E01, E03"),
    ),
    Demand(
        charging.refuses_strangers,
        text(
            "Refuses a card nobody knows",
            "Odmítne kartu, kterou nikdo nezná",
            "Odmietne kartu, ktorú nikto nepozná",
            "Odbija karticu koju niko ne poznaje",
        ),
        ("TC_023_1_CS", "4.1"),
        ("TC_C_02_CS", "C01"),
    ),
    Demand(
        charging.ends_offline,
        text(
            "Tells afterwards of an end nobody heard",
            "Dodatečně ohlásí konec, který nikdo neslyšel",
            "Dodatočne ohlási koniec, ktorý nikto nepočul",
            "Naknadno javlja kraj koji niko nije čuo",
        ),
        ("TC_039_CS", "3.7"),
        ("E07", "E12, E07"),
    ),
    Demand(
        booting.restarts,
        text(
            "Begins anew when told to",
            "Na pokyn se restartuje",
            "Na pokyn sa reštartuje",
            "Na zahtev se ponovo pokreće",
        ),
        ("TC_014_CS", "5.14"),
        ("TC_B_20_CS", "B11"),
    ),
    Demand(
        booting.restarts_charging,
        text(
            "Ends a session when it has to begin anew",
            "Před restartem ukončí nabíjení",
            "Pred reštartom ukončí nabíjanie",
            "Pre ponovnog pokretanja završava punjenje",
        ),
        ("TC_013_CS", "5.14"),
        ("TC_B_22_CS", "B12"),
    ),
    Demand(
        securing.tries_again,
        text(
            "Comes again after it was turned away",
            "Po odmítnutí se zkusí znovu připojit",
            "Po odmietnutí sa skúsi znovu pripojiť",
            "Posle odbijanja ponovo pokušava",
        ),
        ("J-5.3", "OCPP-J 5.3"),
        ("P4-5.3", "part 4, 5.3"),
    ),
    Demand(
        securing.changes_password,
        text(
            "Takes another password",
            "Přijme jiné heslo",
            "Prijme iné heslo",
            "Prima drugu lozinku",
        ),
        ("TC_073_CS", "security A01"),
        ("TC_A_09_CS", "A01"),
    ),
    Demand(
        securing.believes_nobody_else,
        text(
            "Does not come to whom it cannot believe",
            "Nepřipojí se k tomu, komu nemůže věřit",
            "Nepripojí sa k tomu, komu nemôže veriť",
            "Ne povezuje se s onim kome ne može da veruje",
        ),
        ("TC_086_CS.2", "security A00"),
        ("TC_A_05_CS", "A00"),
    ),
    Demand(
        securing.is_certified,
        text(
            "Asks for a certificate of its own",
            "Požádá o vlastní certifikát",
            "Požiada o vlastný certifikát",
            "Traži sopstveni sertifikat",
        ),
        ("TC_074_CS", "security A02"),
        ("TC_A_11_CS", "A02"),
    ),
    Demand(
        obeying.refuses_nonsense,
        text(
            "Refuses what means nothing, and lives on",
            "Odmítne nesmysl a funguje dál",
            "Odmietne nezmysel a funguje ďalej",
            "Odbija besmislicu i nastavlja rad",
        ),
        ("J-4.2.3", "OCPP-J 4.2.3"),
        ("P4-4.2.3", "part 4, 4.2.3"),
    ),
    Demand(
        obeying.meters_well,
        text(
            "Its meter never falls",
            "Její měřič nikdy neklesne",
            "Jej merač nikdy neklesne",
            "Njeno brojilo nikad ne opada",
        ),
        ("7.31", "7.31"),
        ("J", "J01, J02"),
    ),
    Demand(
        obeying.speaks_well,
        text(
            "Speaks by the standard",
            "Mluví podle normy",
            "Hovorí podľa normy",
            "Govori po standardu",
        ),
        ("6", "6, 7, OCPP-J"),
        ("P3", "part 3 (schemas), part 4"),
    ),
)


def _checks(protocol: str) -> tuple[Check[Session], ...]:
    version = protocol.removeprefix("ocpp")
    named = [(one, one.old if protocol == OLD else one.new) for one in DEMANDS]
    return tuple(
        Check(
            name=said[0],
            clause=f"OCPP {version}: {said[1]}",
            title=one.title,
            tries=one.tries,
        )
        for one, said in named
        if said is not None
    )


CHECKS: Mapping[str, tuple[Check[Session], ...]] = {
    protocol: _checks(protocol) for protocol in (NEW, OLD)
}

"""What people call the settings of a connection with a partner of roaming. Pure."""

from mesto.kernel.words import said

TITLE = said(
    "Roaming by OCPI",
    "Roaming přes OCPI",
    "Roaming cez OCPI",
    "Roming: OCPI",
    cyrillic="Роминг: OCPI",
)
ABOUT = said(
    "A partner whose drivers charge at the town's stations, or a roaming hub.",
    "Partner, jehož řidiči nabíjejí na stanicích města, nebo roamingová síť.",
    "Partner, ktorého vodiči nabíjajú na staniciach mesta, alebo roamingová sieť.",
    "Partner čiji se vozači pune na stanicama grada, ili roming mreža.",
)

#: Why a connection does not work.
UNREGISTERED = said(
    "The partner has not registered yet.",
    "Partner se ještě nezaregistroval.",
    "Partner sa ešte nezaregistroval.",
    "Partner se još nije registrovao.",
)
NO_TOKEN = said(
    "The partner does not know us any more: register again.",
    "Partner nás už nezná: zaregistrujte se znovu.",
    "Partner nás už nepozná: zaregistrujte sa znova.",
    "Partner nas više ne poznaje: registrujte se ponovo.",
)
ANSWERED = said(
    "The partner answers {status}.",
    "Partner odpovídá {status}.",
    "Partner odpovedá {status}.",
    "Partner odgovara {status}.",
)
SAYS = said(
    "The partner says: {said}",
    "Partner hlásí: {said}",
    "Partner hlási: {said}",
    "Partner javlja: {said}",
)
OTHER_VERSION = said(
    "The partner does not speak version {version}.",
    "Partner nemluví verzí {version}.",
    "Partner nehovorí verziou {version}.",
    "Partner ne govori verzijom {version}.",
)
LACKS = said(
    "The partner lacks {lacking}.",
    "Partnerovi chybí {lacking}.",
    "Partnerovi chýba {lacking}.",
    "Partneru nedostaje {lacking}.",
)
ELSEWHERE = said(
    "{url} is not at {home}.",
    "{url} není na adrese {home}.",
    "{url} nie je na adrese {home}.",
    "{url} nije na adresi {home}.",
)
NO_PLACE = said(
    "The partner has no place for it.",
    "Partner pro to nemá místo.",
    "Partner na to nemá miesto.",
    "Partner nema mesta za to.",
)
NOT_TAKEN = said(
    "The partner does not take {what}. {why}",
    "Partner nepřijímá {what}. {why}",
    "Partner neprijíma {what}. {why}",
    "Partner ne prima {what}. {why}",
)
NONSENSE = said(
    "What the partner sends is not as its protocol says.",
    "Co partner posílá, není podle jeho protokolu.",
    "Čo partner posiela, nie je podľa jeho protokolu.",
    "Ono što partner šalje nije po njegovom protokolu.",
)
#: What makes no sense in the settings.
WRITTEN = said(
    "is written as {example}",
    "se píše jako {example}",
    "sa píše ako {example}",
    "piše se kao {example}",
)

WORDS = {
    "Settings.address": said(
        "Where the partner reaches us, e.g. https://mesto.example",
        "Kde nás partner najde, např. https://mesto.example",
        "Kde nás partner nájde, napr. https://mesto.example",
        "Gde nas partner nalazi, npr. https://mesto.example",
    ),
    "Settings.country_code": said(
        "Our country, two letters",
        "Naše země, dvě písmena",
        "Naša krajina, dve písmená",
        "Naša država, dva slova",
    ),
    "Settings.party_id": said(
        "Our party id, three letters",
        "Naše označení operátora, tři písmena",
        "Naše označenie operátora, tri písmená",
        "Naša oznaka operatora, tri slova",
    ),
    "Settings.country": said(
        "Country of the stations, three letters",
        "Země stanic, tři písmena",
        "Krajina staníc, tri písmená",
        "Država stanica, tri slova",
    ),
    "Settings.operator": said(
        "Name of the operator; empty: the town",
        "Název provozovatele; prázdné: město",
        "Názov prevádzkovateľa; prázdne: mesto",
        "Naziv operatora; prazno: grad",
    ),
    "Settings.registration_token": said(
        "Token A, for the first contact",
        "Token A pro první spojení",
        "Token A pre prvé spojenie",
        "Token A za prvi kontakt",
        cyrillic="Token A за први контакт",
    ),
    "Settings.begins": said(
        "Who registers with the other: partner or we",
        "Kdo se u koho registruje: partner, nebo we (my)",
        "Kto sa u koho registruje: partner, alebo we (my)",
        "Ko se kod koga registruje: partner ili we (mi)",
    ),
    "Settings.currency": said(
        "Currency, three letters",
        "Měna, tři písmena",
        "Mena, tri písmená",
        "Valuta, tri slova",
    ),
    "Settings.most": said(
        "Objects in an answer at most",
        "Nejvýše položek v odpovědi",
        "Najviac položiek v odpovedi",
        "Najviše stavki u odgovoru",
    ),
    "Settings.calls_per_minute": said(
        "Calls of the partner a minute at most",
        "Nejvýše dotazů partnera za minutu",
        "Najviac otázok partnera za minútu",
        "Najviše poziva partnera u minutu",
    ),
    "Settings.timeout_s": said(
        "Wait for an answer of the partner at most (s)",
        "Čekat na odpověď partnera nejvýše (s)",
        "Čakať na odpoveď partnera najviac (s)",
        "Čekaj odgovor partnera najviše (sekundi)",
    ),
    "Settings.authorize_s": said(
        "A driver waits for the partner's leave at most (s)",
        "Řidič čeká na svolení partnera nejvýše (s)",
        "Vodič čaká na súhlas partnera najviac (s)",
        "Vozač čeka odobrenje partnera najviše (sekundi)",
    ),
    "Settings.command_s": said(
        "A station has so long to do what a partner wants (s)",
        "Stanice má na příkaz partnera (s)",
        "Stanica má na príkaz partnera (s)",
        "Stanica ima za nalog partnera (sekundi)",
    ),
    "Settings.renew_days": said(
        "Renew the tokens after (days); 0: never",
        "Obnovit tokeny po (dnech); 0: nikdy",
        "Obnoviť tokeny po (dňoch); 0: nikdy",
        "Obnovi tokene posle (dana); 0: nikad",
    ),
    "Settings.allow_private": said(
        "Also reach a partner inside our own network",
        "Dosáhnout i partnera ve vlastní síti",
        "Dosiahnuť aj partnera vo vlastnej sieti",
        "Dosegni i partnera u sopstvenoj mreži",
    ),
}

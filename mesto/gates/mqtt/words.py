"""What people call the settings of a connection over MQTT. Pure."""

from mesto.kernel.words import said

TITLE = said("MQTT messages", "Zprávy MQTT", "Správy MQTT", "MQTT poruke")
ABOUT = said(
    "Devices and systems that publish messages to a broker, ours or another.",
    "Zařízení a systémy, které posílají zprávy přes broker, náš nebo jiný.",
    "Zariadenia a systémy, ktoré posielajú správy cez broker, náš alebo iný.",
    "Uređaji i sistemi koji šalju poruke preko brokera, našeg ili drugog.",
)
#: Why a command does not go by a connection.
NO_SUCH_COMMAND = said(
    "The settings of its connection do not say how this order is sent.",
    "Nastavení jeho spojení neříká, jak se tento povel posílá.",
    "Nastavenie jeho spojenia nehovorí, ako sa tento povel posiela.",
    "Podešavanja njegove veze ne kažu kako se ova komanda šalje.",
)
NO_TOPIC = said(
    "{found} cannot be part of a topic.",
    "{found} nemůže být částí tématu.",
    "{found} nemôže byť časťou témy.",
    "{found} ne može biti deo teme.",
)
#: Why a command came to nothing.
ANSWERED = said(
    "It answers: {said}", "Odpovídá: {said}", "Odpovedá: {said}", "Odgovara: {said}"
)
NO_ANSWER = said(
    "The broker does not answer.",
    "Broker neodpovídá.",
    "Broker neodpovedá.",
    "Broker ne odgovara.",
)
NOT_TAKEN = said(
    "The broker refuses it: {said}",
    "Broker to odmítá: {said}",
    "Broker to odmieta: {said}",
    "Broker to odbija: {said}",
)

#: Why a connection does not work.
HUNG_UP = said(
    "The broker hung up.",
    "Broker ukončil spojení.",
    "Broker ukončil spojenie.",
    "Broker je prekinuo vezu.",
)
NO_MQTT = said(
    "What answers is no broker.",
    "Odpovídá něco, co není broker.",
    "Odpovedá niečo, čo nie je broker.",
    "Odgovara nešto što nije broker.",
)
NO_VERSION = said(
    "The broker speaks no version of its protocol that we speak.",
    "Broker nemluví žádnou verzí protokolu, kterou mluvíme my.",
    "Broker nehovorí žiadnou verziou protokolu, ktorou hovoríme my.",
    "Broker ne govori nijednom verzijom protokola kojom govorimo mi.",
)
REFUSES_US = said(
    "The broker refuses us: {said}",
    "Broker nás odmítá: {said}",
    "Broker nás odmieta: {said}",
    "Broker nas odbija: {said}",
)
WRONG_PASSWORD = said(
    "the name or the password is wrong.",
    "jméno nebo heslo je chybné.",
    "meno alebo heslo je chybné.",
    "ime ili lozinka su pogrešni.",
)
NO_SUBSCRIPTION = said(
    "The broker does not let us subscribe to {topic}.",
    "Broker nám nedovolí odebírat {topic}.",
    "Broker nám nedovolí odoberať {topic}.",
    "Broker nam ne dozvoljava da se pretplatimo na {topic}.",
)
NO_TOPICS = said(
    "The settings name no topic to subscribe to, for example {example}.",
    "Nastavení neuvádí žádné téma k odběru, například {example}.",
    "Nastavenie neuvádza žiadnu tému na odber, napríklad {example}.",
    "Podešavanja ne navode nijednu temu za pretplatu, na primer {example}.",
)
NO_FILTER = said(
    "{found} is no pattern of topics: + stands for one whole level,"
    " # for all that follow and only at the end.",
    "{found} není vzor témat: + znamená jednu celou úroveň,"
    " # vše, co následuje, a jen na konci.",
    "{found} nie je vzor tém: + znamená jednu celú úroveň,"
    " # všetko, čo nasleduje, a len na konci.",
    "{found} nije obrazac tema: + znači jedan ceo nivo,"
    " # sve što sledi, i samo na kraju.",
)
NO_PATTERN = said(
    "{found} is no pattern of topics",
    "{found} není vzor témat",
    "{found} nie je vzor tém",
    "{found} nije obrazac tema",
)
NO_CERTIFICATES = said(
    "The file of the authority to trust holds no certificates.",
    "V souboru důvěryhodné autority nejsou certifikáty.",
    "V súbore dôveryhodnej autority nie sú certifikáty.",
    "U datoteci pouzdanog izdavaoca nema sertifikata.",
)

WORDS = {
    "Settings.mappings": said(
        "How messages are read",
        "Jak se zprávy čtou",
        "Ako sa správy čítajú",
        "Kako se čitaju poruke",
    ),
    "Settings.ignore": said(
        "Topics nobody wants to hear of",
        "Témata, která nikoho nezajímají",
        "Témy, ktoré nikoho nezaujímajú",
        "Teme koje nikoga ne zanimaju",
    ),
    "Settings.answers": said(
        "How devices answer commands",
        "Jak zařízení odpovídají na povely",
        "Ako zariadenia odpovedajú na povely",
        "Kako uređaji odgovaraju na naredbe",
    ),
    "Settings.commands": said(
        "How commands are sent, by name",
        "Jak se posílají povely, podle názvu",
        "Ako sa posielajú povely, podľa názvu",
        "Kako se šalju naredbe, po nazivu",
    ),
    "TopicMapping.serial": said(
        "Where the device's serial number is",
        "Kde je výrobní číslo zařízení",
        "Kde je výrobné číslo zariadenia",
        "Gde je serijski broj uređaja",
    ),
    "AnswerMapping.command": said(
        "Where the command's number is",
        "Kde je číslo povelu",
        "Kde je číslo povelu",
        "Gde je broj naredbe",
    ),
    "AnswerMapping.state": said(
        "Where the result is", "Kde je výsledek", "Kde je výsledok", "Gde je ishod"
    ),
    "AnswerMapping.confirmed": said(
        "Words that mean it obeyed",
        "Slova, která znamenají splněno",
        "Slová, ktoré znamenajú splnené",
        "Reči koje znače izvršeno",
    ),
    "AnswerMapping.reason": said(
        "Where the reason is", "Kde je důvod", "Kde je dôvod", "Gde je razlog"
    ),
    "CommandMapping.payload": said(
        "What is sent", "Co se posílá", "Čo sa posiela", "Šta se šalje"
    ),
    "CommandMapping.qos": said(
        "0: the broker keeps nothing for who is away",
        "0: broker nic neuchovává pro toho, kdo je pryč",
        "0: broker nič neuchováva pre toho, kto je preč",
        "0: broker ništa ne čuva za onoga ko je odsutan",
    ),
}

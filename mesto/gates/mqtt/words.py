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

"""The codes of what `check` finds in a file that loads: L and P solver, C scenarios, Q content, B language, T, X."""

from __future__ import annotations

from meldcode.check.rules import Rule
from meldcode.i18n import N_

CHECKS = (
    Rule(
        "L001",
        "error",
        N_("Voorwaarde kan nooit waar zijn"),
        N_("Wat eraan hangt, verschijnt nooit. Meestal is `en` geschreven waar `of` bedoeld was."),
    ),
    Rule(
        "L002",
        "error",
        N_("Grenzen sluiten elkaar uit"),
        N_("Geen enkel getal en geen enkele dag past tussen deze grenzen."),
    ),
    Rule("L003", "error", N_("Verschijnt nooit"), N_("Door wat andere vragen vragen, komt niemand hier ooit.")),
    Rule(
        "L004",
        "error",
        N_("Hangt aan een vraag die nooit verschijnt"),
        N_("Een vraag die niemand ziet, krijgt geen antwoord. Wat daarop wacht, wacht altijd."),
    ),
    Rule(
        "L005",
        "warning",
        N_("Voorwaarde is altijd waar"),
        N_("De voorwaarde doet niets. Misschien was er een andere bedoeld."),
    ),
    Rule(
        "L006",
        "warning",
        N_("Uitkomst wordt nooit bereikt"),
        N_("Wat de norm in dit geval vraagt, krijgt niemand te zien."),
    ),
    Rule("L007", "error", N_("Waarschuwing verschijnt nooit"), N_("Juist bij gevaar blijft het scherm dan stil.")),
    Rule("L008", "error", N_("Norm geldt nooit"), N_("Een norm die nooit geldt, beschermt niemand.")),
    Rule(
        "L009",
        "error",
        N_("Loopt dood"),
        N_("Alles is beantwoord en er is nog geen uitkomst. De professional staat dan met lege handen."),
    ),
    Rule("L010", "warning", N_("Veld verschijnt nooit"), N_("Niemand kan dit veld invullen.")),
    Rule(
        "P001",
        "error",
        N_("Uitkomst beschermt minder dan de wet vraagt"),
        N_("Dit is het minimum van de meldcode en het afwegingskader. Een eigen vragenlijst mag alleen meer vragen."),
    ),
    Rule(
        "P002",
        "error",
        N_("Norm wordt geschonden"),
        N_("Er zijn antwoorden waarbij de norm geldt en de vragenlijst toch iets anders zegt."),
    ),
    Rule(
        "P003",
        "error",
        N_("Meer gevaar geeft minder"),
        N_("Komt er een teken van gevaar bij, dan mag een melding nooit iets minders worden."),
    ),
    Rule(
        "P004",
        "error",
        N_("Twijfel sluit af"),
        N_("Weet ik niet is geen nee. Wie het niet weet, hoort niet af te sluiten."),
    ),
    Rule(
        "P005",
        "error",
        N_("Waarschuwing of uitleg van het minimum ontbreekt"),
        N_("Bij deze vormen van geweld kan één verkeerde stap gevaar geven."),
    ),
    Rule(
        "P006",
        "error",
        N_("Wat vastgelegd hoort te worden, wordt niet gevraagd"),
        N_("De uitkomst rust dan op iets dat niemand heeft vastgelegd."),
    ),
    Rule(
        "P007",
        "error",
        N_("Gedeeld onderdeel ontbreekt of betekent iets anders"),
        N_("Verzoeken en andere vragenlijsten lezen dit antwoord in de betekenis van de basis."),
    ),
    Rule(
        "P008",
        "error",
        N_("Woorden of nummers van het minimum ontbreken"),
        N_("Wie dit leest, moet begrijpen wat de basis zegt, en kunnen bellen: 112, of Veilig Thuis op 0800-2000."),
    ),
    Rule(
        "P009", "error", N_("Niet bewezen"), N_("Het bewijs kwam niet af. Dan is niet zeker dat de norm altijd geldt.")
    ),
    Rule(
        "P010",
        "warning",
        N_("Bouwt niet op de basis"),
        N_("Alleen wat op `basis` bouwt, is te toetsen aan wat de wet minstens vraagt."),
    ),
    Rule(
        "P011",
        "error",
        N_("Vraag van het minimum wordt niet gesteld"),
        N_("Op deze vraag rust de uitkomst. Wordt hij niet gesteld, dan telt het antwoord niet."),
    ),
    Rule(
        "P012",
        "error",
        N_("Vraagt minder dan de basis"),
        N_("Wie op een vragenlijst voortbouwt, mag meer vragen en strenger zijn, niet minder."),
    ),
    Rule(
        "C001",
        "error",
        N_("Voorbeeld komt anders uit"),
        N_("De vragenlijst doet iets anders dan de schrijver van dit voorbeeld verwachtte."),
    ),
    Rule("C002", "error", N_("Voorbeeld niet te lezen"), N_("Een voorbeeld dat niet loopt, bewaakt niets.")),
    Rule(
        "Q001",
        "warning",
        N_("Vraag zonder uitleg"),
        N_("Wie weet waarom iets gevraagd wordt, antwoordt beter en durft ook «Weet ik niet» te kiezen."),
    ),
    Rule(
        "Q002",
        "warning",
        N_("Vraagt naar wie iemand is"),
        N_("Dit antwoord kan in een adviesvraag komen. Daarin staan geen namen en niets wat iemand herkenbaar maakt."),
    ),
    Rule(
        "Q003",
        "warning",
        N_("Bron die niemand noemt"),
        N_("De lezer ziet deze bron nergens. Misschien is een verwijzing vergeten."),
    ),
    Rule(
        "Q004",
        "warning",
        N_("Keuzes die niemand ziet"),
        N_("Wat nooit op het scherm komt, wordt ook niet onderhouden."),
    ),
    Rule(
        "Q005",
        "error",
        N_("Ja en nee omgedraaid"),
        N_("Het antwoord telt dan als het tegendeel van wat er op het scherm staat."),
    ),
    Rule(
        "Q006",
        "warning",
        N_("Gedeelde vraag omgedraaid"),
        N_("De voorwaarden en normen van de basis lezen «ja» in de betekenis van de vraag in de basis."),
    ),
    Rule(
        "Q007",
        "warning",
        N_("Tekst te lang voor zijn plaats"),
        N_("Op een gewoon scherm valt het einde weg, of leest niemand het tot het eind."),
    ),
    Rule("B001", "warning", N_("Lange zin"), N_("Wie onder druk leest, leest korte zinnen beter.")),
    Rule(
        "B002",
        "warning",
        N_("Moeilijk woord"),
        N_("Een gewoon woord begrijpt iedereen meteen, ook een ouder die meeleest."),
    ),
    Rule(
        "B003",
        "warning",
        N_("Sturende vraag"),
        N_("Een vraag die al zegt wat het antwoord is, levert niet op wat iemand weet."),
    ),
    Rule("B004", "warning", N_("Dubbele vraag"), N_("Op twee vragen tegelijk past geen «ja» of «nee».")),
    Rule(
        "T001",
        "warning",
        N_("Vertaling ontbreekt"),
        N_("Wie het scherm in een andere taal leest, krijgt hier Nederlands."),
    ),
    Rule(
        "T002",
        "warning",
        N_("Vertaling van een tekst die er niet is"),
        N_("De tekst is waarschijnlijk veranderd en de vertaling nog niet."),
    ),
    Rule(
        "X001",
        "warning",
        N_("Houdt niets aan"),
        N_("De bevinding is weg of staat ergens anders. Een oude uitzondering kan later iets verbergen."),
    ),
    Rule(
        "X002",
        "error",
        N_("Kan niet worden aangehouden"),
        N_("Wat fout is of minder beschermt, blijft een bevinding. Ook met een reden."),
    ),
)

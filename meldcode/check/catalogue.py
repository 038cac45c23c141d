"""Every code that `meldcode check` can give, once: how bad it is, what it is called, and why it matters.

The first letter says whose it is: Y the file itself, S shape, M meaning, O what builds on another, A answers files;
L what a solver finds, P the minimum of the law, C scenarios; Q content, B language, T translations, X what is accepted.
A code never gets another meaning; one that goes is not used again.
"""

from __future__ import annotations

from typing import NamedTuple

from meldcode.flow.findings import Finding, Severity
from meldcode.flow.model import Mark
from meldcode.i18n import N_, _


class Rule(NamedTuple):
    """One kind of finding. `title` and `why` are Dutch msgids; `_` says them."""

    code: str
    severity: Severity
    title: str
    why: str


_ALL = (
    Rule("Y001", "error", N_("Bestand niet te lezen"), N_("Zonder dit bestand is er niets om na te kijken.")),
    Rule(
        "Y002",
        "error",
        N_("De YAML klopt niet"),
        N_("Het programma kan dit niet lezen. Alles daarna kan anders gelezen worden dan bedoeld."),
    ),
    Rule("Y003", "error", N_("Sleutel dubbel"), N_("Van twee gelijke sleutels zou er één stil wegvallen.")),
    Rule(
        "Y004",
        "error",
        N_("YAML die hier niet kan"),
        N_("Verwijzingen, labels en extra documenten maken een bestand moeilijk te lezen en na te kijken."),
    ),
    Rule("Y005", "error", N_("Te diep genest"), N_("Zo diep kan niemand de voorwaarden nog volgen.")),
    Rule("Y006", "error", N_("Tekst te lang"), N_("Zo'n lange tekst past op geen scherm.")),
    Rule(
        "Y007", "error", N_("Bestand te groot"), N_("Een vragenlijst die zo groot is, is bijna zeker een vergissing.")
    ),
    Rule(
        "S001",
        "error",
        N_("Sleutel bestaat niet"),
        N_("Een sleutel met een tikfout doet niets. U merkt dat pas als de vraag anders loopt."),
    ),
    Rule(
        "S002",
        "error",
        N_("Sleutel ontbreekt"),
        N_("Zonder deze sleutel weet het programma niet wat het met dit onderdeel moet doen."),
    ),
    Rule(
        "S003",
        "error",
        N_("Waarde van de verkeerde soort"),
        N_("Het programma verwacht hier iets anders, en kan de waarde niet gebruiken."),
    ),
    Rule("S004", "error", N_("Waarde kan hier niet"), N_("Deze waarde hoort niet bij wat hier kan staan.")),
    Rule(
        "M001",
        "error",
        N_("Naam dubbel"),
        N_("Twee dingen met één naam: een voorwaarde weet dan niet welke er bedoeld is."),
    ),
    Rule(
        "M002",
        "error",
        N_("Vraag bestaat niet"),
        N_("Een voorwaarde op een vraag die er niet is, is nooit waar. Wat eraan hangt, verschijnt dan nooit."),
    ),
    Rule("M003", "error", N_("Keuze bestaat niet"), N_("Een voorwaarde op een keuze die er niet is, is nooit waar.")),
    Rule("M004", "error", N_("Kring van voorwaarden"), N_("Vragen die op elkaar wachten, verschijnen geen van alle.")),
    Rule(
        "M005",
        "error",
        N_("Kijkt vooruit"),
        N_("Een voorwaarde op een latere vraag is nog onbekend op het moment dat hij telt."),
    ),
    Rule("M006", "error", N_("Bron bestaat niet"), N_("De lezer kan dan niet nagaan waar dit vandaan komt.")),
    Rule(
        "M007", "error", N_("Contact bestaat niet"), N_("Bij een waarschuwing ontbreekt dan het nummer om te bellen.")
    ),
    Rule(
        "M008",
        "error",
        N_("Past niet bij de soort vraag"),
        N_("Een vergelijking die niet bij de vraag past, is nooit waar."),
    ),
    Rule(
        "M009",
        "error",
        N_("Norm, uitkomst of waarschuwing bestaat niet"),
        N_("Een voorwaarde op iets dat er niet is, is nooit waar."),
    ),
    Rule("M010", "error", N_("Onderdeel is leeg"), N_("Wie dit op het scherm krijgt, ziet niets.")),
    Rule(
        "M011",
        "error",
        N_("Geen bron"),
        N_("Een professional moet kunnen nagaan waarom iets gevraagd of geraden wordt."),
    ),
    Rule(
        "M012",
        "error",
        N_("Uitkomsten sluiten niet"),
        N_("Er moet altijd precies één uitkomst zijn, wat er ook is geantwoord."),
    ),
    Rule("M013", "error", N_("Lijst bestaat niet"), N_("De vraag heeft dan geen keuzes.")),
    Rule("M014", "error", N_("Rol bestaat niet"), N_("Niemand weet dan wie dit doet.")),
    Rule(
        "O001",
        "error",
        N_("Ligt vast in de basis"),
        N_("Een eigen vragenlijst mag meer vragen en anders zeggen, maar nooit minder beschermen."),
    ),
    Rule(
        "O002",
        "error",
        N_("Uitkomst die de basis niet kent"),
        N_("Verzoeken, bewijzen en scripts kennen alleen de uitkomsten van de basis."),
    ),
    Rule("O003", "error", N_("Plaats bestaat niet"), N_("De vraag komt dan ergens anders te staan dan bedoeld.")),
    Rule("O004", "error", N_("Volgorde van de stappen klopt niet"), N_("Een stap die wegvalt, neemt zijn vragen mee.")),
    Rule(
        "O005",
        "error",
        N_("Te veel lagen, of een kring"),
        N_("Vragenlijsten die op elkaar bouwen, moeten ergens beginnen."),
    ),
    Rule("O006", "error", N_("De basis klopt niet"), N_("Zonder de basis is niet te zeggen wat hier anders is.")),
    Rule("O007", "error", N_("Komt te laat"), N_("Een waarschuwing werkt pas als de vraag ervoor gesteld is.")),
    Rule(
        "O008",
        "error",
        N_("Naam van een andere vragenlijst"),
        N_("Wie deze naam ziet, denkt dat het de andere vragenlijst is."),
    ),
    Rule(
        "O009",
        "error",
        N_("Woorden zeggen iets anders dan de basis"),
        N_("Een nummer dat wegvalt of een keuze die op een andere lijkt, brengt iemand op het verkeerde spoor."),
    ),
    Rule("O010", "error", N_("Vraag en notitie verwisseld"), N_("Een notitie krijgt geen antwoord, en een vraag wel.")),
    Rule("A001", "error", N_("Antwoordenbestand: sleutel bestaat niet"), N_("Een sleutel met een tikfout doet niets.")),
    Rule("A002", "error", N_("Antwoordenbestand: vraag bestaat niet"), N_("Het antwoord zou nergens terechtkomen.")),
    Rule(
        "A003",
        "error",
        N_("Antwoordenbestand: waarde past niet"),
        N_("De vraag kan deze waarde niet als antwoord krijgen."),
    ),
    Rule(
        "A004",
        "error",
        N_("Antwoordenbestand: voor een andere vragenlijst"),
        N_("Dezelfde naam kan daar iets anders betekenen."),
    ),
    Rule(
        "A005",
        "error",
        N_("Antwoordenbestand: keuze voor teksten klopt niet"),
        N_("Een tekst gaat alleen mee zoals een mens dat heeft besloten."),
    ),
    Rule("A006", "error", N_("Antwoordenbestand: spreekt zichzelf tegen"), N_("Het programma kiest hier niet voor u.")),
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
        N_("De basis zegt wat er minstens moet gebeuren. Een eigen vragenlijst mag meer vragen, niet minder."),
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
        N_("Waarschuwing van de ondergrens ontbreekt"),
        N_("Bij deze vormen van geweld kan één verkeerde stap gevaar geven."),
    ),
    Rule(
        "P006",
        "error",
        N_("Nodig gegeven wordt te laat gevraagd"),
        N_("De uitkomst rust dan op iets dat niemand heeft vastgelegd."),
    ),
    Rule(
        "P007",
        "error",
        N_("Gedeelde vraag betekent iets anders"),
        N_("Verzoeken en andere vragenlijsten lezen dit antwoord in de betekenis van de basis."),
    ),
    Rule(
        "P008",
        "error",
        N_("Woorden van de ondergrens ontbreken"),
        N_("Wie belt, moet het nummer zien: 112, of Veilig Thuis op 0800-2000."),
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
        N_("Vraag van de ondergrens wordt niet gesteld"),
        N_("Deze vraag hoort gesteld te worden in alle gevallen waarin de basis dat doet."),
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

RULES = {rule.code: rule for rule in _ALL}
"""By code, in the order in which they are told."""

UNACCEPTABLE = frozenset("YSMOAP")
"""First letters of codes whose errors no reason takes away: what cannot be read, and what protects less."""


def can_be_accepted(code: str) -> bool:
    """Whether a file may leave such a finding as it is, with a reason."""
    rule = RULES.get(code)
    return rule is not None and code[0] != "X" and (rule.severity != "error" or code[0] not in UNACCEPTABLE)


def finding(
    code: str, mark: Mark, what: str, *, subject: str = "", why: str = "", remedy: str = "", near: str = ""
) -> Finding:
    """A finding with the severity of the catalogue. `subject` is the id of what it is about."""
    return Finding(code, mark, what, why, remedy, near, RULES[code].severity, subject)


def why(found: Finding) -> str:
    """Why it matters, in the language of the person: the finding's own words, else those of the catalogue."""
    rule = RULES.get(found.code)
    return found.why or (_(rule.why) if rule else "")


def title(found: Finding) -> str:
    """What such a finding is called, in the language of the person."""
    rule = RULES.get(found.code)
    return _(rule.title) if rule else found.code

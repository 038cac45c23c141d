"""The codes of what keeps a file from loading: Y the file itself, S shape, M meaning, O overlays, A answers files."""

from __future__ import annotations

from typing import NamedTuple

from meldcode.flow.findings import Severity
from meldcode.i18n import N_


class Rule(NamedTuple):
    """One kind of finding. `title` and `why` are Dutch msgids; `_` says them."""

    code: str
    severity: Severity
    title: str
    why: str


LOADING = (
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
    Rule(
        "O011",
        "note",
        N_("De basis is vernieuwd"),
        N_("Uw wijzigingen gelden nog, maar de basis kan iets hebben toegevoegd of anders gezegd."),
    ),
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
)

"""Where each answer of the base flow stands in a request, and under which label: plain tables.

A question that stands in none of these is not lost: a report shows it under "other", unless it is feedback.
"""

from __future__ import annotations

from meldcode.i18n import N_
from meldcode.request.reader import Ask

REQUESTER = (
    Ask("name", "eigen_naam", N_("Naam")),
    Ask("function", "eigen_functie", N_("Functie")),
    Ask("organisation", "eigen_organisatie", N_("Organisatie")),
    Ask("phone", "eigen_telefoon", N_("Telefoon")),
    Ask("email", "eigen_email", N_("E-mail")),
    Ask("reachable", "eigen_bereikbaar", N_("Bereikbaar")),
    Ask("address", "eigen_adres", N_("Adres van de organisatie")),
    Ask("contact_person", "contactpersoon_na", N_("Contactpersoon na de melding")),
    Ask("contact_person_details", "contactpersoon_gegevens", N_("Functie en nummer van de contactpersoon")),
)
CONCERN = (
    Ask("situation", "situatie", N_("In het kort")),
    Ask("acute_danger", "acuut_gevaar", N_("Direct gevaar")),
    Ask("person_concerned", "betrokkene", N_("Om wie gaat het")),
    Ask("municipality", "gemeente", N_("Gemeente")),
    Ask("forms", "vorm", N_("Vorm")),
    Ask("kinds", "aard", N_("Aard")),
    Ask("worst_worry", "ergste_zorg", N_("Waarom nu, en wat als er niets verandert")),
    Ask("history", "voorgeschiedenis", N_("Voorgeschiedenis")),
    Ask("disclosure", "disclosure", N_("Iemand vertelde het zelf")),
    Ask("colleague_suspected", "dader_beroepskracht", N_("Verdenking van een beroepskracht")),
    Ask("departure_soon", "vgv_vertrek", N_("Vertrek op korte termijn")),
    Ask("last_sexual_violence", "seksueel_datum", N_("Laatst bekende dag van het seksueel geweld")),
    Ask("injury", "letsel", N_("Letsel")),
    Ask("injury_description", "letsel_beschrijving", N_("Beschrijving van het letsel")),
    Ask("medical_opinion", "medisch_oordeel", N_("Medisch oordeel van de arts")),
    Ask("counter_signs", "tegensignalen", N_("Wat het vermoeden tegenspreekt")),
    Ask("dependants", "kindcheck", N_("Minderjarigen die van de volwassene afhankelijk zijn")),
    Ask("dependants_explanation", "kindcheck_toelichting", N_("Toelichting op de kindcheck")),
    Ask("already_reported", "al_gemeld", N_("Al eerder gemeld door een ander")),
    Ask("moving", "verhuisd", N_("Verhuisd of van plan te verhuizen")),
)
SAFETY = (
    Ask("risks", "bezoek_risico", N_("Let op bij contact")),
    Ask("explanation", "bezoek_risico_toelichting", N_("Toelichting")),
)
CONSULTATIONS = (
    Ask("colleague", "overleg_collega", N_("Overleg met een collega of deskundige")),
    Ask("amhk", "overleg_amhk", N_("Eerder advies van Veilig Thuis")),
    Ask("injury_expert", "overleg_letseldeskundige", N_("Overleg met een letseldeskundige")),
    Ask("not_reason", "overleg_niet_reden", N_("Waarom geen overleg")),
    Ask("consent", "toestemming_overleg", N_("Toestemming voor overleg met anderen")),
)
TALKS = (
    Ask("parents", "gesprek_ouders", N_("Gesprek met de ouders of de volwassene")),
    Ask("child", "gesprek_kind", N_("Gesprek met het kind")),
    Ask("not_ground", "gesprek_niet_grond", N_("Waarom geen gesprek")),
    Ask("not_explanation", "gesprek_niet_toelichting", N_("Toelichting")),
    Ask("child_not_reason", "gesprek_kind_niet_reden", N_("Waarom geen gesprek met het kind")),
    Ask("both_parents", "beide_ouders", N_("Beide ouders gesproken")),
    Ask("interpreter", "tolk", N_("Tolk")),
)
DECISIONS = (
    Ask("report", "besluit_melden", N_("Besluit: melden")),
    Ask("help", "besluit_hulp", N_("Besluit: hulp bieden of organiseren")),
    Ask("deviation_reason", "afwijking_reden", N_("Waarom anders dan de norm vraagt")),
    Ask("reported_on", "melding_datum", N_("Dag van de melding")),
    Ask("channel", "melding_wijze", N_("Manier van melden")),
    Ask("closing_note", "afsluiten_notitie", N_("Bij het afsluiten")),
)
HELP = (
    Ask("strengths", "krachten", N_("Krachten en bescherming")),
    Ask("given", "hulp_geboden", N_("Hulp die al is geboden, en het resultaat")),
    Ask("explanation", "hulp_toelichting", N_("Toelichting bij de weging van de hulp")),
    Ask("agreements", "hulp_afspraken", N_("Afspraken over hulp")),
    Ask("term", "hulp_termijn", N_("Termijn waarin de hulp moet werken")),
    Ask("review_on", "hulp_evaluatie", N_("Dag van de evaluatie")),
    Ask("safety_followed", "veiligheid_volgen", N_("Hoe de veiligheid gevolgd wordt")),
    Ask("others", "andere_hulp", N_("Andere hulp en wie de regie heeft")),
)
WISHES = (
    Ask("contact_duration", "contact_duur", N_("Eenmalig of doorlopend contact")),
    Ask("feedback", "terugkoppeling", N_("Afspraak over terugkoppeling")),
    Ask("expectation", "verwachting", N_("Wat wij van Veilig Thuis verwachten")),
    Ask("advice_topics", "advies_onderwerp", N_("Onderwerp van de adviesvraag")),
    Ask("advice_question", "adviesvraag", N_("Adviesvraag")),
)
ANONYMITY = (
    Ask("hidden", "naam_verborgen", N_("Naam van de melder niet bekendmaken aan het gezin")),
    Ask("ground", "naam_verborgen_grond", N_("Grond")),
    Ask("reason", "naam_verborgen_reden", N_("Reden")),
)
CONFIDENTIAL = (Ask("text", "vertrouwelijk", N_("Vertrouwelijk")),)
WEIGHINGS = (
    Ask("suspicion", "vermoeden", N_("1. Blijft het vermoeden bestaan?")),
    Ask("acute_unsafe", "acuut_onveilig", N_("2a. Acuut onveilig?")),
    Ask("structurally_unsafe", "structureel_onveilig", N_("2b. Structureel onveilig?")),
    Ask("grounds", "weging_2_onderbouwing", N_("Onderbouwing bij 2")),
    Ask("help_possible", "hulp_mogelijk", N_("3. Passende hulp mogelijk?")),
    Ask("help_accepted", "hulp_aanvaard", N_("4. Hulp aanvaard?")),
    Ask("help_works", "hulp_werkt", N_("5. Leidt de hulp tot veiligheid?")),
)
PERSONS = (
    Ask("other_children", "andere_kinderen", N_("Andere kinderen, thuis of elders")),
    Ask("dependent_adults", "mantelzorgcheck", N_("Volwassenen die van de zorg van de patiënt afhangen")),
    Ask("guardian", "jeugdbescherming", N_("Gezinsvoogd of voogd")),
    Ask("guardian_contact", "jeugdbescherming_wie", N_("Hoe die te bereiken is")),
)
REMARKS = (Ask("text", "overig", N_("Overige informatie")),)

FEEDBACK = frozenset(
    {
        *("vt_bericht", "vt_bericht_datum", "vt_besluit", "vt_wie_verder", "vt_afspraken", "vt_volgend_contact"),
        *("vt_uitkomst", "vt_uitkomst_tekst"),
    }
)
"""What the AMHK said after an earlier report: kept in the dossier, and in no request."""

PLACES = {
    "requester": REQUESTER,
    "concern": CONCERN,
    "safety": SAFETY,
    "persons": PERSONS,
    "consultations": CONSULTATIONS,
    "talks": TALKS,
    "weighings": WEIGHINGS,
    "decisions": DECISIONS,
    "help": HELP,
    "wishes": WISHES,
    "remarks": REMARKS,
    "anonymity": ANONYMITY,
    "confidential": CONFIDENTIAL,
}
"""The groups of a report by their key in the data."""

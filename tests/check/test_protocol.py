"""What a written meldcode says, and what it may not say. All organisations and people are invented."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from meldcode import i18n
from meldcode.check.protocol.build import protocol
from meldcode.check.protocol.paper import on_paper
from meldcode.check.protocol.shape import Paragraph, Points, Protocol, Section, Table
from meldcode.check.protocol.weighing import weighed_questions
from meldcode.flow.conditions import NEVER
from meldcode.flow.model import PROTOCOL_PARTS
from meldcode.flow.replay import replay
from tests.check.protocols import SHIPPED, TODAY, all_sections, everything, flow, made, words_of

LETTERS = "abcdef"
ALL = (*SHIPPED, "school", "klein")


def section(document: Protocol, letter: str) -> Section:
    return next(one for one in document.sections if one.element == letter)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ALL)
def test_each_element_that_the_besluit_asks_has_a_part_with_words_and_is_pointed_to(name: str, language: str) -> None:
    document = made(name, language)
    assert [row[0].text[0] for row in document.places.rows] == list(LETTERS)
    for letter, row in zip(LETTERS, document.places.rows, strict=True):
        named = row[1].text.splitlines()
        parts = [f"{place}. {one.title}" for place, one in enumerate(document.sections, 1) if one.element == letter]
        assert named == parts
        assert named
        assert all(len(words_of(one)) > 30 for one in document.sections if one.element == letter)


@pytest.mark.parametrize("name", ALL)
def test_no_part_is_empty(name: str) -> None:
    document = made(name)
    for one in all_sections(document):
        assert one.blocks
        for block in one.blocks:
            assert not isinstance(block, Table) or block.rows
            assert not isinstance(block, Points) or block.points


@pytest.mark.parametrize("name", SHIPPED)
def test_a_flow_without_an_organisation_is_a_draft_that_nobody_can_sign(name: str) -> None:
    document = made(name)
    assert document.draft == "Concept"
    assert "Besluit verplichte meldcode vraagt dat" in " ".join(document.lacking)
    assert "wie uiteindelijk beslist" in " ".join(document.lacking)
    assert "Nog niet ingevuld: wie uiteindelijk beslist" in words_of(section(document, "b"))
    assert document.adoption == ()


def test_what_is_hidden_is_in_no_part() -> None:
    school = flow("school")
    name = next(item.id for item in school.items.values() if item.is_question and item.when is None)
    hidden = {**school.items, name: replace(school.items[name], when=NEVER)}
    steps = tuple(replace(step, items=tuple(hidden[item.id] for item in step.items)) for step in school.steps)
    document = protocol(replace(school, items=hidden, steps=steps), (), TODAY)
    assert school.items[name].text in words_of(section(made("school"), "a"))
    assert school.items[name].text not in words_of(section(document, "a"))


@pytest.mark.parametrize(
    ("adopted", "said"), [("2026-11-02", "2 november 2026"), ("Het team, 2 nov", "Het team, 2 nov")]
)
def test_a_day_of_adoption_is_said_as_a_day(adopted: str, said: str) -> None:
    school = flow("school")
    assert school.organisation is not None
    document = protocol(replace(school, organisation=replace(school.organisation, adopted=adopted)), (), TODAY)
    assert document.adoption == (("Wie en wanneer", said),)


def test_an_organisation_says_who_decides_and_who_does_which_step() -> None:
    document = made("school")
    assert (document.draft, document.lacking) == ("", ())
    assert document.organisation == "Basisschool De Linde"
    responsible = words_of(section(document, "b"))
    assert "Wie uiteindelijk beslist of er wordt gemeld: Directeur (V. Verzonnen)" in responsible
    assert "Te bereiken: Kamer 1, 030-000 0002" in responsible
    assert (
        "Stap 2: Overleggen met de intern begeleider\nLeraar; Intern begeleider en aandachtsfunctionaris" in responsible
    )
    assert "Wie: Leraar; Intern begeleider en aandachtsfunctionaris." in words_of(section(document, "a"))


@pytest.mark.parametrize(
    ("adopted", "rows"),
    [
        ("", [("Vastgesteld door", ""), ("Op (datum)", ""), ("Handtekening", "")]),
        ("door het bestuur, op 1 mei", [("Wie en wanneer", "door het bestuur, op 1 mei")]),
    ],
)
def test_what_was_adopted_says_so_and_else_there_are_lines_to_sign(adopted: str, rows: list[tuple[str, str]]) -> None:
    school = flow("school")
    assert school.organisation is not None
    document = protocol(replace(school, organisation=replace(school.organisation, adopted=adopted)), (), TODAY)
    assert list(document.adoption) == rows


def test_a_step_that_nobody_sees_to_is_named_on_the_first_page() -> None:
    school = flow("school")
    steps = tuple(replace(step, who=()) if step.id in {"wegen", "beslissen"} else step for step in school.steps)
    document = protocol(replace(school, steps=steps), (), TODAY)
    assert document.lacking == ("Nog in te vullen: wie verantwoordelijk is voor de stappen 4, 5.",)
    assert words_of(section(document, "b")).count("Nog niet ingevuld") == 2


@pytest.mark.parametrize(
    ("letter", "part"),
    list(zip(LETTERS, PROTOCOL_PARTS, strict=True)),
)
def test_own_words_stand_in_their_own_part_whole(letter: str, part: str) -> None:
    document = made("school")
    text = " ".join(flow("school").protocol[part].text.split())
    found = [one.element for one in all_sections(document) if text in words_of(one)]
    assert found == [letter]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_norm_outcome_alert_and_note_finds_its_place(name: str) -> None:
    document, whole = made(name), flow(name)
    text = everything(document)
    for item in whole.items.values():
        assert item.text.rstrip(".") in text, item.id
    for alert in whole.alerts:
        assert alert.text.rstrip(".") in text, alert.id
    for outcome in whole.outcomes[:-1]:
        assert outcome.title in text, outcome.id
    for norm in whole.norms:
        assert (norm.title in text) is (norm.id not in {"danger_alert_always", "monotone_danger"}), norm.id


@pytest.mark.parametrize("name", SHIPPED)
def test_alerts_and_notes_stand_in_one_part_only(name: str) -> None:
    document, whole = made(name), flow(name)
    leads = [
        point.lead.rstrip(".?!")
        for one in document.sections
        for block in one.blocks
        if isinstance(block, Points)
        for point in block.points
    ]
    texts = [one.text.rstrip(".?!") for one in whole.alerts]
    texts += [item.text.rstrip(".?!") for item in whole.items.values() if not item.is_question]
    assert all(leads.count(text) == texts.count(text) for text in texts)


@pytest.mark.parametrize(
    ("letter", "texts"),
    [
        ("c", ["Vrouwelijke genitale verminking", "Seksueel geweld of seksueel misbruik", "Mensenhandel"]),
        ("e", ["Zijn er kinderen van deze volwassene afhankelijk?", "Vergeet de kinderen niet", "ongeboren kind"]),
        ("f", ["meldrecht", "Bewaren:", "Onder 12 jaar geven de ouders toestemming"]),
    ],
)
def test_what_the_base_says_of_an_element_stands_there(letter: str, texts: list[str]) -> None:
    found = words_of(section(made("basis"), letter))
    assert all(text in found for text in texts)


def test_who_has_no_words_of_its_own_reads_when_the_referral_index_applies() -> None:
    assert "geldt alleen voor organisaties die" in words_of(section(made("basis"), "d"))
    assert "De verwijsindex is hier geen verplichte stap" in words_of(section(made("jeugdwerk"), "d"))
    assert "geldt alleen voor organisaties die" not in words_of(section(made("school"), "d"))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_an_answer_leads_to_is_what_the_flow_does(name: str) -> None:
    whole = flow(name)
    weighed = {one.item.id: one for one in weighed_questions(whole, TODAY)}
    assert {"acuut_gevaar", "disclosure", "vermoeden", "acuut_onveilig", "structureel_onveilig"} <= set(weighed)
    assert {"hulp_mogelijk", "hulp_aanvaard", "hulp_werkt"} <= set(weighed)
    calm = {"acuut_gevaar": "nee", "disclosure": "nee", "dader_beroepskracht": "nee", "vermoeden": "ja"}
    calm |= {"acuut_onveilig": "nee", "structureel_onveilig": "nee", "hulp_mogelijk": "ja", "hulp_aanvaard": "ja"}
    for option, outcome in zip(weighed["hulp_werkt"].item.options, weighed["hulp_werkt"].outcomes, strict=True):
        assert replay(whole, {**calm, "hulp_werkt": option.id}, TODAY).outcome == outcome.id
    assert [one.id for one in weighed["acuut_gevaar"].outcomes] == ["melden", "onvolledig", "overleg_amhk"]


def test_a_sector_that_reports_on_doubt_says_so_in_its_table() -> None:
    doubt = {one.item.id: one.outcomes[-1].id for one in weighed_questions(flow("onderwijs"), TODAY)}
    assert doubt["acuut_onveilig"] == "melden"
    doubt = {one.item.id: one.outcomes[-1].id for one in weighed_questions(flow("basis"), TODAY)}
    assert doubt["acuut_onveilig"] == "overleg_amhk"


@pytest.mark.parametrize("name", ALL)
def test_what_was_not_proved_is_not_said_to_be(name: str) -> None:
    text = everything(made(name))
    assert text.count("bewezen") == 1
    assert "Van deze vragenlijst is niets bewezen." in text


def test_what_was_proved_is_said_in_the_very_words_given_and_nothing_more() -> None:
    proved = ("Iets verzonnens, voor alle antwoorden.", "Nog iets.")
    document = made("school", "nl", proved)
    (points,) = [block for block in document.ending.blocks if isinstance(block, Points)]
    assert points.points == (Paragraph(proved[0]), Paragraph(proved[1]))
    assert "niets bewezen" not in everything(document)
    assert "geen juridisch advies" in words_of(document.ending)


@pytest.mark.parametrize("name", ALL)
def test_sources_are_numbered_and_only_those_used_are_listed(name: str) -> None:
    document = made(name)
    used = set[int]()
    for one in all_sections(document):
        for block in one.blocks:
            held = [block] if isinstance(block, Paragraph) else []
            held += list(block.points) if isinstance(block, Points) else []
            held += [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
            used |= {number for text in held for number in text.sources}
    assert sorted(used) == [one.number for one in document.references] == list(range(1, len(used) + 1))


def test_the_version_the_base_and_the_digest_are_on_paper() -> None:
    document = made("school")
    facts = dict(document.facts)
    assert facts["Versie"] == flow("school").version
    assert facts["Bouwt voort op"].splitlines()[0].startswith("Meldcode in het onderwijs, versie ")
    assert facts["Kenmerk"] == flow("school").digest[:16]
    assert flow("school").digest in words_of(document.ending)
    assert "de_linde.yaml\nonderwijs.yaml\nbasis.yaml" in words_of(document.ending)


@pytest.mark.parametrize(
    ("language", "screen"),
    [
        ("nl", r"[Dd]it programma|\bscherm|[Kk]ies\w* [^.?!]*«[^.?!]*»|«Weet ik niet»|U krijgt dan de raad"),
        ("en", r"[Tt]his program|\bscreen\b|[Cc]hoose [^.?!]*‘[^.?!]*’|‘I don't know’|[Yy]ou are then advised"),
    ],
)
@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_tells_which_answer_to_choose_on_a_screen(name: str, language: str, screen: str) -> None:
    document = made(name, language)
    text = "\n".join(words_of(one) for one in document.sections)
    assert not re.findall(screen, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Kijk goed. Twijfelt u? «Weet ik niet» is een goed antwoord. Vraag raad.", "Kijk goed. Vraag raad."),
        (
            "Eerst dit. Dan dat? Dit programma laat iets zien. U beslist.",
            "Eerst dit. Dan dat? U beslist.",
        ),
        ("Wijkt u af? Dan vraagt dit programma de reden. Schrijf hem op.", "Schrijf hem op."),
        ("Kies «Ja» en bel meteen de directeur.", "Kies «Ja» en bel meteen de directeur."),
        ("Dit programma sluit niet af.", ""),
    ],
)
def test_sentences_about_a_screen_go_and_what_to_call_stays(text: str, kept: str) -> None:
    assert on_paper(text) == kept


def test_what_an_organisation_says_of_keeping_stands_beside_the_note_of_its_profession_but_not_twice() -> None:
    found = words_of(section(made("school"), "f"))
    assert "De Linde bewaart het leerlingdossier" in found
    assert "Een school bewaart het leerlingdossier" in found
    assert words_of(section(made("onderwijs"), "f")).count("Volg de afspraken van uw bestuur.") == 1


def test_an_english_document_is_made_of_english_words() -> None:
    with i18n.speaking("en"):
        document = protocol(flow("basis"), (), TODAY)
    assert document.language == "en"
    assert "Call 112 now" in everything(document)
    assert "29 November 2026" in dict(document.facts).values()

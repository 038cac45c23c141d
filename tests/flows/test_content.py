"""The words of the shipped flows: grounded on a source, short, calm, safe to print, and there in English too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from meldcode import resources
from meldcode.flow.build import YESNO_TEXTS
from meldcode.flow.model import Flow, Item
from meldcode.interview import PAGE_SIZE
from meldcode.text import clean

from .helper import ALL, every_flow, flow_of, shown_texts

KNOWN_NUMBERS = {"112", "0800-2000", "0900-8844", "0800-0188", "0900-4445444", "088-4404242"}
"""Numbers that a source confirms. The number of the Kindertelefoon has no source and is not among them."""
NUMBER = re.compile(r"(?<![\w./-])(?:\+31|0)[\d -]{6,}\d|(?<![\w.,-])1\d\d(?![\w-]|[.,]\d)")
"""What looks like a telephone number: from 0 or +31 on, or three digits as 112."""
LONGEST_QUESTION = 18
LONGEST_SENTENCE = 27
"""In words; a sentence of B1 Dutch is seldom longer than fifteen, and lists of examples take more."""
PROMISE = r"anoniem|anonimiteit"
"""Never said: who asks is known to the AMHK, and in a village a story without names can say who somebody is."""
VERDICTS = [
    r"\bu moet\b",
    r"\bu dient te\b",
    r"\bu bent verplicht\b",
    r"\bu had moeten\b",
    r"\bschuldig\b",
    r"\bde dader is\b",
]
FAMILIAR = r"\b(je|jij|jou|jouw|jullie)\b"


def questions(flow: Flow) -> Iterator[Item]:
    return (item for item in flow.items.values() if item.is_question)


def grounded(flow: Flow) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part that must name its sources, with them."""
    yield from ((item.id, item.sources) for item in flow.items.values())
    yield from ((f"step {step.id}", step.sources) for step in flow.steps)
    yield from ((f"alert {alert.id}", alert.sources) for alert in flow.alerts)
    yield from ((f"norm {norm.id}", norm.sources) for norm in flow.norms)
    yield from ((f"outcome {outcome.id}", outcome.sources) for outcome in flow.outcomes)
    yield from ((f"deadline {deadline.id}", deadline.sources) for deadline in flow.deadlines)
    yield from ((f"contact {contact.id}", contact.sources) for contact in flow.contacts)
    if flow.keeping:
        yield "keeping", flow.keeping.sources


def own_words(flow: Flow) -> Iterator[tuple[str, str]]:
    """What the flow says itself: not the titles and makers of its sources."""
    return ((where, text) for where, text in shown_texts(flow) if not where.startswith(("source ", "maker ")))


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", " ".join(text.split())) if part]


# sources


@every_flow
def test_every_part_names_a_source_that_exists(flow: str) -> None:
    known = flow_of(flow).sources.keys()
    for name, sources in grounded(flow_of(flow)):
        assert sources, name
        assert set(sources) <= known, name
        assert len(set(sources)) == len(sources), f"{name} names a source twice"


@every_flow
def test_every_source_says_who_or_where_and_how_old_it_is(flow: str) -> None:
    for source in flow_of(flow).sources.values():
        assert source.title, source.id
        assert source.by or source.url, source.id
        assert source.year is None or 2008 <= source.year <= 2026, source.id
        assert not source.url or re.match(r"https?://[\w.-]+\.[a-z]+/\S*$|https?://[\w.-]+\.[a-z]+$", source.url)


@every_flow
def test_every_source_is_used(flow: str) -> None:
    used = {name for _part, sources in grounded(flow_of(flow)) for name in sources}
    own = set(flow_of(flow).sources) if flow == "basis" else set(flow_of(flow).sources) - set(flow_of("basis").sources)
    assert not own - used


@every_flow
def test_what_the_makers_advise_themselves_says_that_it_is_their_own(flow: str) -> None:
    model = flow_of(flow)
    parts: list[tuple[str, str, tuple[str, ...]]] = [
        *((item.id, item.help, item.sources) for item in model.items.values()),
        *((alert.id, alert.do, alert.sources) for alert in model.alerts),
        *((outcome.id, outcome.do, outcome.sources) for outcome in model.outcomes),
        *((deadline.id, deadline.late, deadline.sources) for deadline in model.deadlines),
    ]
    if model.keeping:
        parts.append(("keeping", f"{model.keeping.official} {model.keeping.text}", model.keeping.sources))
    for name, text, sources in parts:
        if re.search(r"\bAdvies( van de makers)?:", text):
            assert "goede_praktijk" in sources, name


# length and tone


@every_flow
def test_questions_are_short_and_end_with_a_question_mark(flow: str) -> None:
    for item in questions(flow_of(flow)):
        assert item.text.endswith("?"), item.id
        assert len(item.text.split()) <= LONGEST_QUESTION, item.id


@every_flow
def test_every_question_says_what_it_means_and_why_it_is_asked(flow: str) -> None:
    for item in questions(flow_of(flow)):
        assert item.help, item.id
        assert item.why, item.id
        assert item.help != item.why, item.id


@every_flow
def test_every_note_alert_and_outcome_has_a_heading_and_a_body(flow: str) -> None:
    model = flow_of(flow)
    for item in model.items.values():
        if not item.is_question:
            assert item.help, item.id
            assert len(item.text.split()) <= LONGEST_QUESTION, item.id
    assert all(alert.do and len(alert.text.split()) <= LONGEST_QUESTION for alert in model.alerts)
    assert all(outcome.text and outcome.do for outcome in model.outcomes)


@every_flow
def test_who_is_alerted_can_call_somebody(flow: str) -> None:
    model = flow_of(flow)
    contacts = {contact.id for contact in model.contacts}
    for alert in model.alerts:
        assert alert.call, alert.id
        assert set(alert.call) <= contacts


@every_flow
def test_sentences_are_short(flow: str) -> None:
    long = [
        (where, sentence)
        for where, text in own_words(flow_of(flow))
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert not long


@every_flow
def test_a_person_is_addressed_with_u(flow: str) -> None:
    for where, text in own_words(flow_of(flow)):
        assert not re.search(FAMILIAR, text, re.IGNORECASE), (where, text)


@every_flow
def test_no_text_gives_a_verdict(flow: str) -> None:
    for where, text in shown_texts(flow_of(flow)):
        assert not [one for one in VERDICTS if re.search(one, text, re.IGNORECASE)], (where, text)


@every_flow
def test_an_outcome_says_what_the_norm_asks_and_leaves_the_decision(flow: str) -> None:
    report = next(outcome for outcome in flow_of(flow).outcomes if outcome.id == "melden")
    assert re.search("de norm vraagt", f"{report.title} {report.text}", re.IGNORECASE)
    assert re.search("(u|de school) beslist", report.text, re.IGNORECASE)


@every_flow
def test_every_yes_or_no_lets_a_person_not_know(flow: str) -> None:
    for item in questions(flow_of(flow)):
        if item.kind == "yesno":
            words = {option.id: option.text for option in item.options}
            assert re.search("weet|nog niet", words["onbekend"], re.IGNORECASE), item.id


@every_flow
def test_options_of_a_question_differ_in_words(flow: str) -> None:
    for item in questions(flow_of(flow)):
        texts = [option.text for option in item.options]
        assert len(set(texts)) == len(texts), item.id


# safety of what is printed


@every_flow
def test_no_telephone_number_that_no_source_confirms(flow: str) -> None:
    for where, text in shown_texts(flow_of(flow)):
        found = {number.strip() for number in NUMBER.findall(text)}
        assert found <= KNOWN_NUMBERS, (where, found)


@every_flow
def test_contacts_hold_known_numbers_only(flow: str) -> None:
    assert {contact.number for contact in flow_of(flow).contacts} <= KNOWN_NUMBERS
    by_id = {contact.id: contact.number for contact in flow_of(flow).contacts}
    assert by_id["noodnummer"] == "112"
    assert by_id["veilig_thuis"] == "0800-2000"


@pytest.mark.parametrize(("text", "found"), [("Bel 0800-0432 nu", ["0800-0432"]), ("bel 113.", ["113"])])
def test_the_search_for_numbers_finds_them(text: str, found: list[str]) -> None:
    assert NUMBER.findall(text) == found
    assert not NUMBER.findall(
        "Staatsblad 2013, 324; artikel 4.1.8; 12 tot en met 15 jaar; 20.512Ta; Staatscourant 46221"
    )


@every_flow
def test_no_address_of_mail_or_web_stands_in_a_text(flow: str) -> None:
    for where, text in shown_texts(flow_of(flow)):
        assert "@" not in text, where
        assert not re.search(r"https?:|www\.", text), where


@every_flow
def test_nothing_is_called_anonymous(flow: str) -> None:
    for where, text in own_words(flow_of(flow)):
        assert not re.search(PROMISE, text, re.IGNORECASE), (where, text)


@every_flow
def test_texts_are_plain(flow: str) -> None:
    for where, text in shown_texts(flow_of(flow)):
        assert clean(text) == text, where
        assert not re.search(r"[ \t]{2}|[*_`#<>]", text), where


# pages


@every_flow
def test_no_page_holds_more_than_can_be_seen_together(flow: str) -> None:
    always = Counter(
        (item.step, item.page)
        for item in flow_of(flow).items.values()
        if item.page and item.when is None and item.unless is None
    )
    assert not {page: count for page, count in always.items() if count > PAGE_SIZE}


@every_flow
def test_items_of_one_page_stand_together(flow: str) -> None:
    seen: set[tuple[str, str]] = set()
    last = ("", "")
    for item in flow_of(flow).items.values():
        page = (item.step, item.page)
        if page != last and item.page:
            assert page not in seen, f"{item.id}: the page {item.page} is split"
            seen.add(page)
        last = page


# translation


@cache
def english() -> Catalog:
    with (Path(resources.folder("locales")) / "en" / "LC_MESSAGES" / "flows.po").open("rb") as source:
        return read_po(source, locale="en")


@every_flow
def test_every_text_has_an_english_translation(flow: str) -> None:
    lacking = []
    for where, text in shown_texts(flow_of(flow)):
        key = clean(text).strip()
        if key and key not in YESNO_TEXTS.values() and not where.startswith(("maker ", "number ")):
            message = english().get(key)
            if message is None or not message.string or message.fuzzy:
                lacking.append(f"{where}: {key}")
    assert not lacking, f"{len(lacking)} texts: {lacking[:5]}"


def test_the_shipped_flows_are_these() -> None:
    found = {path.stem for path in resources.flows_folder().glob("*.yaml")}
    assert found == set(ALL)

"""What a flow file asks and holds: explanation, identity, sources, options, and meaning kept. Not its language."""

from __future__ import annotations

from collections.abc import Iterator

from meldcode.check.authored import Authored
from meldcode.check.catalogue import finding
from meldcode.check.texts import Said, items
from meldcode.check.words import find, listed, phrases, word_list, words, written
from meldcode.flow.findings import Finding
from meldcode.flow.lists import uses_of_lists
from meldcode.flow.model import Field, Item, Mark
from meldcode.flow.nodes import item_id, maps
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import N_, _
from meldcode.request.quality_sentences import Sentence, sentences
from meldcode.request.review import ENTRY_TEXTS, TEXTS

MOST_WORDS_OF_A_QUESTION = 20
WIDTHS = {
    ("alert", "text"): (76, N_("de regel van een waarschuwing")),
    ("outcome", "title"): (76, N_("de titel van een uitkomst")),
    ("norm", "title"): (76, N_("de titel van een norm")),
    ("step", "title"): (76, N_("de titel van een stap")),
    ("step", "short"): (16, N_("de korte naam van een stap")),
}
"""What must fit on one line of a screen of 80 columns, in signs, and what it is called."""


def content_findings(file: Authored) -> Iterator[Finding]:
    """Everything about the content of this file, in no particular order."""
    yield from _without_explanation(file)
    yield from _uncited(file)
    yield from _unseen_options(file)
    yield from _too_long(file)
    if file.flow.language == "nl":
        yield from _identity(file)
        yield from _labels_turned(file)
        yield from _questions_turned(file)


# Q001


def _without_explanation(file: Authored) -> Iterator[Finding]:
    """Questions that this file adds; one that it only rewords counts when it takes the explanation away."""
    for node in items(file.root):
        item = file.flow.question(item_id(node))
        known = file.below is not None and item_id(node) in file.below.items
        if item is None or item.why or (known and "why" not in node):
            continue
        what = _("de vraag `{id}` zegt niet waarom dit wordt gevraagd").format(id=item.id)
        remedy = _("Voeg `why: …` toe: waarom u dit vraagt en wat het antwoord doet.")
        yield finding("Q001", node.at("why" if known else "ask"), what, subject=item.id, remedy=remedy)


# Q002


def _identity(file: Authored) -> Iterator[Finding]:
    for one in file.texts:
        if one.key in {"text", "help"} and one.part in {"question", "field"} and _goes_along(file, one):
            yield from _asks_identity(one)


def _goes_along(file: Authored, one: Said) -> bool:
    """Whether the answer can stand in an advice: texts that may be taken along, and numbers that nobody knows."""
    item = file.flow.question(one.subject)
    if one.field:
        return one.field in ENTRY_TEXTS.get(one.subject, ())
    return item is not None and (item.id in TEXTS or item.kind == "number")


def _asks_identity(one: Said) -> Iterator[Finding]:
    identity, denials = word_list("content", "identity"), word_list("content", "denials")
    for sentence in sentences(one.text):
        if denials & set(sentence.words) or _of_a_thing(sentence):
            continue
        if found := next(written(sentence, identity), ""):
            what = _("`{id}` vraagt naar «{word}», en dit antwoord kan in een adviesvraag komen")
            remedy = _(
                "Vraag naar een rol of een leeftijd, of zet dit bij `personen`: dat blijft buiten een adviesvraag."
            )
            what = what.format(id=one.field or one.subject, word=found)
            yield finding("Q002", one.mark, what, subject=one.subject, remedy=remedy)
            return


def _of_a_thing(sentence: Sentence) -> bool:
    return bool(word_list("content", "things") & set(sentence.words))


# Q003


def _uncited(file: Authored) -> Iterator[Finding]:
    own = file.root.get("sources")
    if not isinstance(own, Map):
        return
    cited = {name for layer in file.layers for name in _cited(layer.root)}
    for name in own:
        if name not in cited:
            what = _("niets noemt de bron `{id}`").format(id=name)
            remedy = _("Noem de bron waar die bij hoort, of haal hem weg.")
            yield finding("Q003", own.at(name), what, subject=name, remedy=remedy)


def _cited(root: Map) -> Iterator[str]:
    """The ids of every source that a file names. A stack of its own: nesting is bounded, and still nothing recurses."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Map):
            source = node.get("source")
            yield from map(str, source if isinstance(source, Seq) else [source])
            stack.extend(value for key, value in node.items() if key != "source")
        elif isinstance(node, Seq):
            stack.extend(node)


# Q004


def _unseen_options(file: Authored) -> Iterator[Finding]:
    hidden = {item_id(node) for layer in file.layers for node in items(layer.root) if node.get("hide") is True}
    for node in items(file.root):
        if item_id(node) in hidden and isinstance(own := node.get("options"), Map) and own:
            mark = own.at(next(iter(own)))
            what = _("de vraag `{id}` is verborgen: deze keuzes ziet niemand").format(id=item_id(node))
            remedy = _("Laat de keuzes weg, of toon de vraag.")
            yield finding("Q004", mark, what, subject=item_id(node), remedy=remedy)
    lists = file.root.get("lists")
    shown = {name for layer in file.layers for name in _lists_shown(layer.root, hidden)}
    for name in lists if isinstance(lists, Map) else ():
        if isinstance(lists, Map) and name not in shown:
            what = _("geen vraag gebruikt de lijst `{id}`").format(id=name)
            remedy = _("Zet `options: {id}` bij de vraag waar de lijst voor is, of haal hem weg.").format(id=name)
            yield finding("Q004", lists.at(name), what, subject=name, remedy=remedy)


def _lists_shown(root: Map, hidden: set[str]) -> Iterator[str]:
    unseen = {id(part) for node in items(root) if item_id(node) in hidden for part in (node, *maps(node.get("fields")))}
    return (name for node, name, _mark in uses_of_lists(root) if id(node) not in unseen)


# Q005


def _labels_turned(file: Authored) -> Iterator[Finding]:
    for node in items(file.root):
        item = file.flow.question(item_id(node))
        if item is None:
            continue
        columns = {column.id: column for column in item.fields}
        yield from _turned(item, node, item.id)
        for part in maps(node.get("fields")):
            if column := columns.get(str(part.get("field"))):
                yield from _turned(column, part, item.id)


def _turned(asked: Item | Field, node: Map, subject: str) -> Iterator[Finding]:
    own = node.get("options")
    if not isinstance(own, Map) or not {"ja", "nee"} <= {option.id for option in asked.options}:
        return
    yes, no = word_list("content", "says_yes"), word_list("content", "says_no")
    for name, wrong in (("ja", no), ("nee", yes), ("onbekend", yes | {"nee", "neen"})):
        label, mark = _label(own, name)
        first = next(iter(words(label)), "")
        if first in wrong:
            what = _("de keuze `{id}` zegt «{words}»").format(id=name, words=label)
            remedy = _("Wissel de woorden om, of stel de vraag andersom.")
            yield finding("Q005", mark, what, subject=subject, remedy=remedy)


def _label(options: Map, name: str) -> tuple[str, Mark]:
    """The words of one option and their place."""
    option = options.get(name)
    if isinstance(option, Map):
        return str(option.get("text") or ""), option.at("text")
    return str(option or ""), options.at(name)


# Q006


def _questions_turned(file: Authored) -> Iterator[Finding]:
    """Questions with fixed answers, and their options, that say the opposite of what the base says."""
    for node in items(file.root):
        name = item_id(node)
        before = file.below.question(name) if file.below is not None else None
        if before is None or before.kind not in {"yesno", "one", "many"}:
            continue
        if isinstance(text := node.get("text"), str) and _opposite(before.text, text):
            what = _("`{id}` vraagt hier het omgekeerde van wat de basis vraagt").format(id=name)
            remedy = _("In de basis staat: «{text}»").format(text=before.text)
            yield finding("Q006", node.at("text"), what, subject=name, remedy=remedy)
        own = node.get("options")
        for option in before.options if isinstance(own, Map) and before.kind != "yesno" else ():
            label, mark = _label(own, option.id) if isinstance(own, Map) else ("", node.mark)
            if label and _opposite(option.text, label):
                what = _("de keuze `{id}` zegt het omgekeerde van wat de basis zegt").format(id=option.id)
                remedy = _("In de basis staat: «{text}»").format(text=option.text)
                yield finding("Q006", mark, what, subject=name, remedy=remedy)


def _opposite(old: str, new: str) -> bool:
    before, after = words(old), words(new)
    odd = (_negations(before) - _negations(after)) % 2 == 1
    return odd != _other_side(before, after)


def _negations(row: list[str]) -> int:
    idle = sum(find(row, phrase) >= 0 for phrase in phrases("content", "no_negations"))
    return sum(word in word_list("content", "negations") for word in row) - idle


def _other_side(before: list[str], after: list[str]) -> bool:
    """Whether the one speaks of one side of a pair of opposites and the other of the other side, and of that alone."""
    pairs = listed("content")["opposites"]
    turned = False
    for pair in pairs if isinstance(pairs, list) else ():
        sides = [frozenset(str(side).split()) for side in pair]
        old, new = ([bool(side & set(row)) for side in sides] for row in (before, after))
        turned ^= sum(old) == 1 and sum(new) == 1 and old != new
    return turned


# Q007


def _too_long(file: Authored) -> Iterator[Finding]:
    remedy = _("Maak het korter, en zet de rest in de uitleg.")
    for one in file.texts:
        count = len(one.text.split())
        if (one.part, one.key) == ("question", "text") and count > MOST_WORDS_OF_A_QUESTION:
            what = _("deze vraag heeft {count} woorden")
            yield finding("Q007", one.mark, what.format(count=count), subject=one.subject, remedy=remedy)
        width, name = WIDTHS.get((one.part, one.key), (0, ""))
        if width and len(one.text) > width:
            what = _("{name} heeft {count} tekens; er passen er {most}")
            what = what.format(name=_(name), count=len(one.text), most=width)
            yield finding("Q007", one.mark, what, subject=one.subject, remedy=remedy)

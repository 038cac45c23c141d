"""What every part of the written meldcode is made with: numbers for sources, and how a flow's things are said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meldcode.check.picture.words import condition_words
from meldcode.check.protocol.paper import on_paper, paragraphs, said
from meldcode.check.protocol.reading import Reading, read
from meldcode.check.protocol.shape import Block, Paragraph, Reference
from meldcode.flow.conditions import references
from meldcode.flow.model import Alert, Condition, Contact, Flow, Item, Source
from meldcode.i18n import _, tr
from meldcode.text import one_line

LAW = "besluit_meldcode"
"""The Besluit, by the name the base gives it."""
EMERGENCY, HELPLINE = "noodnummer", "veilig_thuis"
"""Contacts that every flow inherits from the base."""
MOST_TESTS = 6
"""A condition with more parts than this is not written out."""


class Maker:
    """A flow with the numbers of the sources that were used of it so far."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.reading: Reading = read(flow)
        self._numbers: dict[str, int] = {}

    def cite(self, names: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources; a source gets its number where it is used first."""
        return tuple(sorted({self._numbers.setdefault(name, len(self._numbers) + 1) for name in names}))

    def law(self) -> tuple[int, ...]:
        """The number of the Besluit."""
        return self.cite([LAW])

    def references(self) -> Iterator[Reference]:
        """Every source that was used, by number."""
        for name, number in self._numbers.items():
            source = self.flow.sources.get(name) or _besluit(name)
            maker = ", ".join(part for part in (one_line(tr(source.by)), str(source.year or "")) if part)
            title = said(source.title)
            yield Reference(number, f"{title} ({maker})" if maker else title, one_line(source.url), said(source.note))

    def calls(self, alert: Alert) -> str:
        """Whom to call at an alert: names with numbers."""
        found = {contact.id: f"{said(contact.name)} {one_line(contact.number)}" for contact in self.flow.contacts}
        return "; ".join(found[name] for name in alert.call if name in found)

    def contact(self, name: str) -> Contact | None:
        """The number with this id."""
        return next((one for one in self.flow.contacts if one.id == name), None)

    def told(self, alert: Alert, with_numbers: bool = True) -> Paragraph:
        """An alert as a point: what it is about, what to do, and whom to call."""
        calls = self.calls(alert) if with_numbers else ""
        numbers = _("Bellen: {numbers}.").format(numbers=calls) if calls else ""
        text = " ".join(part for part in (on_paper(alert.do), numbers) if part)
        return Paragraph(text, ended(said(alert.text)), self.cite(alert.sources))

    def note(self, note: Item, with_condition: bool = True) -> Paragraph:
        """A note as a point, with when it applies unless what stands around it says so."""
        applies = self.applies(note.when, note.unless) if with_condition else ""
        text = " ".join(part for part in (on_paper(note.help), applies) if part)
        return Paragraph(text, ended(said(note.text)), self.cite(note.sources))

    def either(self, one: Alert | Item, with_numbers: bool = True) -> Paragraph:
        """An alert or a note whose condition is said by what stands around it."""
        return self.told(one, with_numbers) if isinstance(one, Alert) else self.note(one, with_condition=False)

    def applies(self, when: Condition | None, unless: Condition | None, most: int = MOST_TESTS) -> str:
        """When something applies, as a sentence; empty when it always does, or rests on more than `most` things.

        On paper nobody follows a long condition, and the heading of a note says what it is about.
        """
        condition = self.condition(when, unless) if _tests(when, unless) <= most else ""
        return _("Geldt {condition}.").format(condition=condition) if condition else ""

    def condition(self, when: Condition | None, unless: Condition | None) -> str:
        """A condition in words: "als …, tenzij …"; empty when there is none.

        One that rests on many things is not written out: on paper nobody follows it, and the flow itself does.
        """
        if _tests(when, unless) > MOST_TESTS:
            return _("in bijzondere gevallen, die de vragenlijst zelf nagaat")
        parts = []
        if when is not None:
            parts.append(_("als {condition}").format(condition=condition_words(self.flow, when)))
        if unless is not None:
            parts.append(_("tenzij {condition}").format(condition=condition_words(self.flow, unless)))
        return ", ".join(parts)

    def roles(self, names: Iterable[str]) -> str:
        """Roles by their titles."""
        own = self.flow.organisation
        roles = [own.role(name) for name in names] if own else []
        return "; ".join(said(role.title) for role in roles if role is not None)

    def decides(self) -> str:
        """Who finally decides on a report, with who that is here; empty when the flow does not say."""
        own = self.flow.organisation
        role = own.role(own.decides) if own else None
        if role is None:
            return ""
        return f"{said(role.title)} ({said(role.who)})" if role.who else said(role.title)

    def own_words(self, part: str) -> list[Block]:
        """What the organisation itself wrote for a part, paragraph by paragraph."""
        words = self.flow.protocol.get(part)
        if words is None:
            return []
        texts = paragraphs(words.text)
        numbers = self.cite(words.sources)
        return [Paragraph(text, sources=numbers if text is texts[-1] else ()) for text in texts]


def _tests(*conditions: Condition | None) -> int:
    return sum(1 for condition in conditions for _test in references(condition))


def ended(text: str) -> str:
    """A heading as a sentence of its own."""
    return text if not text or text[-1] in ".?!" else f"{text}."


def _besluit(name: str) -> Source:
    """The Besluit for a flow that does not name it itself, in the words of the base, so that they are translated."""
    return Source(
        name,
        "Besluit verplichte meldcode huiselijk geweld en kindermishandeling, artikel 1 en 2",
        2017,
        "Rijksoverheid",
        note="Staatsblad 2013, 324. Gelezen in de versie van 2013-2017, voor de wijziging van 1 januari 2019.",
    )

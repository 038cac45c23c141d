"""A flow as a picture that no form of drawing has touched yet: numbered boxes in blocks, with arrows between them.

Every text is in the current language, plain and on one line. A box has a number (`1.4`; `W2`, `N1` and `U3` for alerts,
norms and outcomes), because on paper an arrow from another sheet can only be followed by a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from meldcode.check.picture.words import Names, answer_words, condition_words, either
from meldcode.flow.conditions import NEVER, references
from meldcode.flow.model import Alert, Combination, Condition, Flow, Item, Kind, Norm, Outcome, Step, Test
from meldcode.flow.order import Node
from meldcode.i18n import _, tr
from meldcode.text import one_line


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what is read to the box that reads it; `words` say what the answer must be."""

    source: Node
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A question, note, alert, norm or outcome.

    `condition` is all of what it needs in words, with numbers; empty when it always holds. `then` is what a norm asks.
    `depth` counts the boxes of the same block that it hangs under, one inside the other.
    """

    node: Node
    number: str
    text: str
    id: str
    kind: str
    condition: str = ""
    arrows: tuple[Arrow, ...] = ()
    then: str = ""
    depth: int = 0
    asks: bool = False
    """Whether it takes an answer: a question, and no note."""


@dataclass(frozen=True, slots=True)
class Block:
    """A step with its questions and notes, or all alerts, norms or outcomes; `about` says how to read it."""

    title: str
    boxes: tuple[Box, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole flow: its steps, and what follows from the answers."""

    id: str
    title: str
    version: str
    steps: tuple[Block, ...]
    follows: tuple[Block, ...]

    def boxes(self) -> Iterator[Box]:
        """Every box, in the order of reading."""
        for block in (*self.steps, *self.follows):
            yield from block.boxes


def picture(flow: Flow) -> Picture:
    """What there is to draw of a flow, in the current language."""
    maker = _Maker(flow)
    follows = (
        Block(_("Waarschuwingen"), tuple(map(maker.alert, flow.alerts)), _("Zichtbaar zolang het klopt.")),
        Block(_("Normen"), tuple(map(maker.norm, flow.norms)), _("Wat de norm vraagt zolang hij geldt.")),
        Block(_("Uitkomsten"), tuple(map(maker.outcome, flow.outcomes)), _("De eerste die klopt, geldt.")),
    )
    return Picture(
        flow.id,
        one_line(tr(flow.title)),
        one_line(flow.version),
        tuple(maker.step(place, step) for place, step in enumerate(flow.steps, 1)),
        tuple(block for block in follows if block.boxes),
    )


def kind_words(kind: Kind) -> str:
    """What kind of answer a question takes."""
    return {
        "yesno": _("ja of nee"),
        "one": _("één antwoord"),
        "many": _("meer antwoorden"),
        "text": _("tekst"),
        "date": _("datum"),
        "number": _("getal"),
        "entries": _("lijst"),
        "note": _("uitleg"),
    }[kind]


class _Maker:
    """Makes the boxes of one flow: knows the number of everything."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.numbers: dict[Node, str] = {}
        for place, step in enumerate(flow.steps, 1):
            for row, item in enumerate(step.items, 1):
                self.numbers["item", item.id] = f"{place}.{row}"
        self._count("alert", _("W{number}"), [alert.id for alert in flow.alerts])
        self._count("norm", _("N{number}"), [norm.id for norm in flow.norms])
        self._count("outcome", _("U{number}"), [outcome.id for outcome in flow.outcomes])
        self.names: Names = lambda node: f"{self.numbers.get(node, '?')} {node[1]}"

    def _count(self, kind: str, form: str, ids: Sequence[str]) -> None:
        for place, name in enumerate(ids, 1):
            self.numbers[kind, name] = form.format(number=place)

    def step(self, place: int, step: Step) -> Block:
        title = _("Stap {number}: {title}").format(number=place, title=one_line(tr(step.title)))
        return Block(title, tuple(_hung([self._item(item) for item in step.items])))

    def _item(self, item: Item) -> Box:
        box = self._box(("item", item.id), item.text, kind_words(item.kind), item.when, item.unless)
        if item.when == NEVER:
            box = replace(box, condition=_("verborgen in deze vragenlijst"))
        return replace(box, asks=item.is_question)

    def alert(self, alert: Alert) -> Box:
        return self._box(("alert", alert.id), alert.text, _("waarschuwing"), alert.when, None)

    def norm(self, norm: Norm) -> Box:
        then = "" if norm.require is None else _("dan {condition}").format(condition=self._said(norm.require, None))
        if norm.monotone:
            signs = ", ".join(self.names(("item", name)) for name in norm.monotone)
            then = _("kijkt naar {names}").format(names=signs)
        return self._box(("norm", norm.id), norm.title, _("norm"), norm.given, norm.unless, then)

    def outcome(self, outcome: Outcome) -> Box:
        box = self._box(("outcome", outcome.id), outcome.title, _("uitkomst"), outcome.when, None)
        return box if outcome.when is not None else replace(box, condition=_("als niets hierboven klopt"))

    def _box(
        self, node: Node, text: str, kind: str, when: Condition | None, unless: Condition | None, then: str = ""
    ) -> Box:
        condition = one_line(_conditional(self._said(when, None), self._said(None, unless)))
        arrows = tuple(self._arrows(when, unless))
        return Box(node, self.numbers[node], one_line(tr(text)), node[1], kind, condition, arrows, one_line(then))

    def _said(self, when: Condition | None, unless: Condition | None) -> str:
        wanted = when if when is not None else unless
        return "" if wanted is None else condition_words(self.flow, wanted, self.names)

    def _arrows(self, when: Condition | None, unless: Condition | None) -> Iterator[Arrow]:
        """One arrow for each thing that is read, with all that is wanted of it."""
        wanted: dict[Node, list[str]] = {}
        for condition, hides in ((when, False), (unless, True)):
            for test, denied in _signed(condition):
                words = answer_words(self.flow, test)
                if denied:
                    words = _("niet {answer}").format(answer=words)
                if hides:
                    words = _("tenzij {answer}").format(answer=words)
                for node in self._sources(test):
                    wanted.setdefault(node, []).append(words)
        for node, parts in wanted.items():
            yield Arrow(node, either(parts))

    def _sources(self, test: Test) -> Iterator[Node]:
        """What a test reads, as boxes: each outcome is a box of its own here."""
        if test.ref in {"outcome", "norm", "alert"}:
            names = test.operand if isinstance(test.operand, frozenset) else ()
            nodes: list[Node] = [(test.ref, name) for name in sorted(map(str, names))]
        else:
            nodes = [("item", test.ref)]
        yield from (node for node in nodes if node in self.numbers)


def _conditional(when: str, unless: str) -> str:
    if when and unless:
        return _("als {when}, tenzij {unless}").format(when=when, unless=unless)
    if when:
        return _("als {when}").format(when=when)
    return _("tenzij {unless}").format(unless=unless) if unless else ""


def _signed(condition: Condition | None, denied: bool = False) -> Iterator[tuple[Test, bool]]:
    """Every test, and whether the condition denies it."""
    if isinstance(condition, Combination) and condition.op == "not":
        for part in condition.parts:
            yield from _signed(part, not denied)
    elif isinstance(condition, Combination):
        for part in condition.parts:
            yield from _signed(part, denied)
    else:
        yield from ((test, denied) for test in references(condition))


def _hung(boxes: Sequence[Box]) -> Iterator[Box]:
    """The same boxes, each hung under the box right above it that it reads, so that they make a tree in order."""
    above: list[Box] = []
    for box in boxes:
        sources = {arrow.source for arrow in box.arrows}
        keep = next((place + 1 for place in reversed(range(len(above))) if above[place].node in sources), 0)
        above = above[:keep]
        hung = replace(box, depth=len(above))
        above.append(hung)
        yield hung


def readers(made: Picture) -> Mapping[Node, tuple[Box, ...]]:
    """For each box that is read: the boxes that read it, in order."""
    found: dict[Node, list[Box]] = {}
    for box in made.boxes():
        for arrow in box.arrows:
            found.setdefault(arrow.source, []).append(box)
    return {node: tuple(boxes) for node, boxes in found.items()}

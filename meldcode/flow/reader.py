"""Strict YAML: reads one document into plain values that remember file, line and column.

PyYAML's loaders guess types, keep the last of two equal keys and follow anchors. Here values are built straight from
the parser's events, so depth and size are bounded before anything is built and `nee`, `010` and dates stay text.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from meldcode.flow.findings import Finding, FlowError, Problems, file_problem
from meldcode.flow.model import NOWHERE, Mark
from meldcode.i18n import _
from meldcode.text import clean

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_SCALAR = 20_000
MAX_NODES = 100_000
MAX_PROBLEMS = 50

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_UNREADABLE = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Map(dict[str, object]):
    """A mapping with its place and the place of each key."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, Mark] = {}

    def put(self, key: str, value: object, mark: Mark) -> None:
        """Set a key together with its place."""
        self[key] = value
        self.marks[key] = mark

    def at(self, key: str) -> Mark:
        """The place of a key; of the mapping itself when the key is not there."""
        return self.marks.get(key, self.mark)

    def copy(self) -> Map:
        """A shallow copy that keeps the places."""
        other = Map(self.mark)
        other.update(self)
        other.marks.update(self.marks)
        return other


class Seq(list[object]):
    """A list with its place and the place of each part."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []


def read_file(path: Path) -> bytes:
    """The bytes of a flow or answers file. Raises `FlowError` when it cannot be read or is over 1 MB."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise file_problem("Y001", str(path), _("dit bestand bestaat niet"), _("Kijk de naam en de map na.")) from None
    except OSError:
        remedy = _("Kijk of het een gewoon bestand is en of u het mag lezen.")
        raise file_problem("Y001", str(path), _("dit bestand kan niet worden gelezen"), remedy) from None
    if len(data) > MAX_BYTES:
        remedy = _("Maak het bestand kleiner dan 1 MB.")
        raise file_problem("Y007", str(path), _("dit bestand is groter dan 1 MB"), remedy)
    return data


def read_yaml(data: bytes, name: str) -> Map:
    """Read one YAML document whose top is a mapping. Raises `FlowError` with every finding.

    Scalars are text, except exactly `true`/`false`, plain whole numbers and `null`/`~`/nothing.
    """
    if len(data) > MAX_BYTES:
        raise file_problem("Y007", name, _("dit bestand is groter dan 1 MB"), _("Maak het bestand kleiner dan 1 MB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise file_problem("Y001", name, _("dit bestand is geen UTF-8-tekst"), _("Sla het op als UTF-8.")) from None
    builder = _Builder(name)
    collecting = gc.isenabled()
    gc.disable()
    try:
        builder.run(text)
    finally:
        if collecting:
            gc.enable()
    builder.problems.check()
    if not isinstance(builder.root, Map):
        what = _("hier hoort een lijst van sleutels met waarden te staan")
        mark = builder.root.mark if isinstance(builder.root, Seq) else NOWHERE._replace(file=name)
        raise FlowError([Finding("Y002", mark, what, remedy=_("Begin met bijvoorbeeld `flow: naam`."))])
    return builder.root


def _remedy(error: Exception, text: str, place: int) -> str:
    """What an author most often did when the parser says this; what to look at when it is none of these."""
    problem, context = (str(getattr(error, part, None) or "") for part in ("problem", "context"))
    start = getattr(error, "context_mark", None)
    line = start.line + 1 if start else 0
    here = "".join(text.splitlines()[place - 1 : place])
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return _("Hier staat een tab. Spring in met spaties, nooit met een tab.")
    if "mapping values are not allowed" in problem:
        return _(
            "Hier staat een dubbele punt te veel. Hoort hij bij de tekst, zet dan de hele tekst tussen "
            "aanhalingstekens. Kijk ook of de regel erboven even ver inspringt, en of er na het streepje een spatie "
            "staat."
        )
    if "could not find expected ':'" in problem and line:
        return _("Kijk op regel {line}: na een naam hoort een dubbele punt en dan een spatie.").format(line=line)
    if line and ("quoted scalar" in context or "flow" in context):
        return _("Op regel {line} begint een aanhalingsteken of haak die niet wordt gesloten.").format(line=line)
    if "block" in context:
        return _(
            "Kijk naar het inspringen: wat bij elkaar hoort, begint op dezelfde plek, met evenveel spaties ervoor."
        )
    return _("Let op inspringen met spaties, dubbele punten en aanhalingstekens.")


def _too_deep() -> str:
    return _("dit is dieper genest dan 20 lagen")


class _Builder:
    """Builds values from parser events with a stack of its own: no recursion, whatever the depth."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems = Problems()
        self.root: object = None
        self.stack: list[Map | Seq] = []
        self.keys: list[tuple[str, Mark] | None] = []
        self.nodes = 0
        self.documents = 0

    def run(self, text: str) -> None:
        try:
            for event in self._events(text):
                self._take(event)
                if len(self.problems.findings) >= MAX_PROBLEMS:
                    return
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            if "nesting depth" in str(error):  # newer versions of libyaml count along while they read ahead
                self.problems.add("Y005", self._place_of_error(error, text), _too_deep())
                return
            # PyYAML's own Python loader lets impossible numbers in escapes and version lines escape as plain errors.
            place = self._place_of_error(error, text)
            self.problems.add("Y002", place, _("hier klopt de YAML niet"), remedy=_remedy(error, text, place.line))

    def _place_of_error(self, error: Exception, text: str) -> Mark:
        mark = getattr(error, "problem_mark", None)
        if mark:
            return Mark(self.name, mark.line + 1, mark.column + 1)
        found = _UNREADABLE.search(text)  # a character that YAML does not know has no mark
        before = text[: found.start()] if found else ""
        return Mark(self.name, before.count("\n") + 1, len(before) - before.rfind("\n"))

    def _events(self, text: str) -> Iterator[yaml.Event]:
        return iter(yaml.parse(text, Loader=_LOADER))

    def _place(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(self.name, start.line + 1, start.column + 1) if start else Mark(self.name, 0, 0)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_extras(event)
            self._open(
                Map(self._place(event)) if isinstance(event, yaml.MappingStartEvent) else Seq(self._place(event))
            )
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse("Y004", event, _("verwijzingen met `*` kunnen hier niet"))
            self._add(None, self._place(event))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop("Y004", self._place(event), _("er staat meer dan één document in dit bestand"))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text, mark = event.value, self._place(event)
        if len(text) > MAX_SCALAR:
            self._stop("Y006", mark, _("deze tekst is langer dan 20.000 tekens"))
        value: object = text
        if not event.style:
            if text in _WORDS:
                value = _WORDS[text]
            elif _INTEGER.match(text):
                value = int(text)
        if isinstance(value, str):
            value = clean(value)
        if self._wants_key():
            self._key(text, mark)
        else:
            self._add(value, mark)

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], Map) and self.keys[-1] is None

    def _key(self, text: str, mark: Mark) -> None:
        if text == "<<":
            self.problems.add(
                "Y004", mark, _("samenvoegen met `<<` kan hier niet"), remedy=_("Schrijf de sleutels uit.")
            )
        key, mapping = clean(text), self.stack[-1]
        if isinstance(mapping, Map) and key in mapping:
            what = _("de sleutel `{key}` staat hier al op regel {line}").format(key=key, line=mapping.at(key).line)
            self.problems.add("Y003", mark, what, remedy=_("Laat één van de twee weg."))
        self.keys[-1] = (key, mark)

    def _open(self, container: Map | Seq) -> None:
        if self._wants_key():
            self._stop("Y002", container.mark, _("een sleutel moet gewone tekst zijn"))
        self._add(container, container.mark)
        self.stack.append(container)
        self.keys.append(None)
        if len(self.stack) > MAX_DEPTH:
            self._stop("Y005", container.mark, _too_deep())

    def _add(self, value: object, mark: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop("Y007", mark, _("dit bestand heeft meer dan 100.000 onderdelen"))
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top, Seq):
            top.append(value)
            top.marks.append(mark)
            return
        key = self.keys[-1]
        if key is None:
            self._stop("Y002", mark, _("een sleutel moet gewone tekst zijn"))
            return
        top.put(key[0], value, key[1])
        self.keys[-1] = None

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None:
            self._refuse("Y004", event, _("ankers met `&` kunnen hier niet"))
        if event.tag is not None:
            self._refuse("Y004", event, _("labels met `!` kunnen hier niet"))

    def _refuse(self, code: str, event: yaml.Event, what: str) -> None:
        self.problems.add(code, self._place(event), what, remedy=_("Schrijf de tekst gewoon uit."))

    def _stop(self, code: str, mark: Mark, what: str) -> None:
        self.problems.add(code, mark, what)
        raise FlowError(self.problems.findings)

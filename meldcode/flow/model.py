"""The flow as frozen values: what the loader makes and everybody else reads.

All texts are in the flow's own language (Dutch); `meldcode.i18n.tr` translates them when shown.
Ids are lower case with underscores and never translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["yesno", "one", "many", "text", "date", "number", "entries", "note"]
RequestKind = Literal["advice", "report"]
REQUEST_KINDS: tuple[RequestKind, ...] = ("advice", "report")

FieldValue = str | int | tuple[str, ...]
"""One field of an entry: text, option id or date; a whole number; or option ids."""
Entry = Mapping[str, FieldValue]
Value = str | int | tuple[str, ...] | tuple[Entry, ...]
"""An answer as it is kept: option id or free text, whole number, option ids, or entries (field id to value).

Dates are ISO text (`2026-03-02`); yes/no is `ja`, `nee` or `onbekend`.
"""
Answers = Mapping[str, Value]


class Mark(NamedTuple):
    """Where something stands in a file; line and column count from 1, 0 when the file itself is meant."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NOWHERE = Mark("", 0, 0)


@dataclass(frozen=True, slots=True)
class Test:
    """One leaf of a condition: an operator on one question, field or derived value.

    `op` is `is` (operand: frozenset of values), `answered` (bool), `below`/`at_least` (int), `before` (ISO date),
    `days_ago`/`count` (a nested Test on the number), `some` (a Condition over the fields of one entry).
    """

    ref: str
    op: str
    operand: object
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Combination:
    """`all`, `any` or `not` of other conditions (`not` has one part)."""

    op: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]
    mark: Mark = field(default=NOWHERE, compare=False)


Condition = Test | Combination
Requirement = Condition | Literal[True]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule or text comes from; shown as "Bron: …"."""

    id: str
    title: str
    year: int | None = None
    by: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call; shown as it is written in the flow."""

    id: str
    name: str
    number: str
    text: str = ""
    when: Condition | None = None
    sources: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    id: str
    text: str
    help: str = ""
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an `entries` question. `years_since` names a date field of the same entry (age in whole years)."""

    id: str
    kind: Kind
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    require: Mapping[RequestKind, Requirement] = field(default_factory=dict)
    years_since: str = ""
    check: str = ""
    """Named check of the text: `bsn` or nothing."""
    one_line: bool = False
    """A short text: names, places; line ends in it become spaces."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question, or (kind `note`) a text without an answer."""

    id: str
    kind: Kind
    step: str
    text: str
    page: str = ""
    help: str = ""
    why: str = ""
    record: str = ""
    sources: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    when: Condition | None = None
    unless: Condition | None = None
    require: Mapping[RequestKind, Requirement] = field(default_factory=dict)
    optional: bool = False
    one_line: bool = False
    """A short text: names, places; line ends in it become spaces."""
    mark: Mark = field(default=NOWHERE, compare=False)

    @property
    def is_question(self) -> bool:
        return self.kind != "note"

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps, in the profession's own order and name."""

    id: str
    title: str
    short: str = ""
    """One or two words for where there is no room for the title."""
    text: str = ""
    record: str = ""
    sources: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    """Roles of the organisation that see to this step."""
    items: tuple[Item, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Alert:
    """What must be seen at once while `when` holds."""

    id: str
    when: Condition
    text: str
    do: str = ""
    call: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the norms ask. The first of the flow's outcomes whose `when` is true holds; the last has none."""

    id: str
    title: str
    text: str
    do: str = ""
    when: Condition | None = None
    report: bool = False
    help: Literal["yes", "no", "running"] = "no"
    sources: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Norm:
    """A professional norm. In force when `given` is true and `unless` is not true.

    `monotone` lists the signs of danger for the norm that more danger never means less; such a norm has no `given`.
    """

    id: str
    title: str
    text: str
    given: Condition | None = None
    unless: Condition | None = None
    require: Condition | None = None
    monotone: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A date that follows from a date answer. `unit` is working_days, days, weeks, months or years.

    Runs while `when` is true and `unless` is not; `late` says what can be done when the date passed without result.
    """

    id: str
    start: str
    amount: int
    unit: str
    text: str
    late: str = ""
    when: Condition | None = None
    unless: Condition | None = None
    sources: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the official record belongs in this profession (`official`), and how long it is kept (`text`), in words."""

    official: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnRegion:
    """What an organisation says of a region of Veilig Thuis (`VT20`); empty: nothing else than the shipped list."""

    id: str
    line: str = ""
    """The region's own line for professionals; the national number always stays beside it."""
    website: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A municipality (official name) and the region that an organisation says it belongs to."""

    municipality: str
    region: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """What an organisation says of regions and municipalities; it goes before the shipped list."""

    regions: tuple[OwnRegion, ...] = ()
    municipalities: tuple[OwnPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody with a part in the organisation's own meldcode: a function, and who that is there."""

    id: str
    title: str
    who: str = ""
    reach: str = ""
    text: str = ""
    """What this role does."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose meldcode it is. `decides` is the role that finally decides on a report (Besluit, art. 2 lid 1 b)."""

    name: str
    decides: str
    adopted: str
    roles: tuple[Role, ...]

    def role(self, role_id: str) -> Role | None:
        """The role with this id, or None."""
        return next((role for role in self.roles if role.id == role_id), None)


PROTOCOL_PARTS = ("steps", "responsibility", "special_forms", "referral_index", "kindcheck", "confidentiality")
"""What a written meldcode holds at least: Besluit verplichte meldcode, art. 2 lid 1 a to f."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What an organisation adds to one part of its written meldcode."""

    text: str
    sources: tuple[str, ...] = ()


Layers = tuple[tuple[str, bytes], ...]
"""The files that a flow was made from, as name without folder and bytes: overlays first, the base last."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole flow, overlays applied. `digest` is the SHA-256 (hex) of the text of all files it was made from."""

    id: str
    title: str
    version: str
    language: str
    profession: str
    digest: str
    about: str
    sources: Mapping[str, Source]
    contacts: tuple[Contact, ...]
    steps: tuple[Step, ...]
    alerts: tuple[Alert, ...]
    outcomes: tuple[Outcome, ...]
    norms: tuple[Norm, ...]
    deadlines: tuple[DeadlineRule, ...]
    items: Mapping[str, Item]
    """All questions and notes by id, in the order of the steps."""
    keeping: Keeping | None = None
    directory: Directory = Directory()
    organisation: Organisation | None = None
    protocol: Mapping[str, OwnWords] = field(default_factory=dict)
    """By key of `PROTOCOL_PARTS`; what is not there the written meldcode says in the flow's own words."""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language to text to translation, for words that no shipped catalogue knows."""
    layers: Layers = field(default=(), compare=False, repr=False)
    """What `load_layers` makes this same flow from again."""

    def question(self, question_id: str) -> Item | None:
        """The question with this id; None when there is none (notes are no questions)."""
        item = self.items.get(question_id)
        return item if item is not None and item.is_question else None


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer that decides: question id, its value (None when not given) and the words for it."""

    id: str
    value: Value | None
    text: str


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with its date (ISO) and words; `late` holds what can be done after it, or nothing."""

    id: str
    date: str
    text: str
    late: str = ""
    passed: bool = False
    """Whether the date lies before the day the dossier is looked at."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the answers lead: everything a front end or a request needs, computed by `replay`."""

    step: str
    """Id of the step that holds the first open question; the last step when nothing is open."""
    outcome: str
    because: tuple[Reason, ...]
    norms: tuple[str, ...]
    """Ids of the norms in force."""
    alerts: tuple[str, ...]
    missing: Mapping[RequestKind, tuple[str, ...]]
    """Per kind of request the ids of the questions still required for it."""
    asked: tuple[str, ...]
    """Ids of the questions now visible, in order."""
    asleep: tuple[str, ...]
    """Ids of answered questions that are not visible: kept, not counted."""
    deadlines: tuple[Due, ...]
    answers: Answers = field(default_factory=dict)
    """The answers that count: visible and valid."""

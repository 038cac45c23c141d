"""What an overlay may never do to what it builds on. Each refusal names the source of the norm.

`overlay` merges and asks here first; what is refused is left out of the merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from meldcode.flow.build import UNITS, YESNO_TEXTS
from meldcode.flow.conditions import DERIVED
from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import Mark
from meldcode.flow.nodes import item_id, names_in, parts_of
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import N_, _

EMERGENCY = "112"
WORDS = {"title", "name", "short", "text", "help", "why", "record", "do", "late"}
"""Keys that hold words: others may stand there, but not none."""
_NAMES_NUMBERS = {"alert", "outcome", "deadline"}
"""Parts whose words keep the numbers that the base names in them."""
_FREE_PROFESSIONS = {None, "base", "other"}
_SOURCE_KEYS = {"url", "note"}
LESS = N_("Laat dit weg; toevoegen en andere woorden kiezen mag wel.")


def questions_in(condition: object) -> Iterator[str]:
    """Ids of the questions that a condition, as written, reads itself."""
    for key, value in condition.items() if isinstance(condition, Map) else ():
        if key in {"any", "all", "not"}:
            for part in value if isinstance(value, Seq) else [value]:
                yield from questions_in(part)
        elif key not in DERIVED:
            yield key


def same(old: object, new: object) -> bool:
    """Whether both say the same; a switch that is not there is off."""
    return old == new or (new is False and old is None)


def label(key: str, option: object) -> str:
    """The words of an option as written, however short."""
    words = option.get("text") if isinstance(option, Map) else option
    return str(words if words is not None else YESNO_TEXTS.get(key, ""))


class Guard:
    """Looks after one base while something is laid over it; refusals are added to `problems`."""

    def __init__(self, base: Map, over: Map, problems: Problems) -> None:
        self.problems = problems
        self.numbers = _numbers(base)
        self.own_numbers = {**_numbers(over), **self.numbers}
        self.shown = {_digits(part.get("number")): str(part.get("number")) for part in parts_of(base, "contacts")}
        locked = [alert for alert in parts_of(base, "alerts") if alert.get("locked") is True]
        self.firm = {name for alert in locked for name in names_in(alert.get("call"))}
        """Contacts that a locked alert calls."""
        steps = parts_of(base, "steps")
        self.step_names = [str(step["step"]) for step in steps]
        self.own_steps = [step for step in steps if step.mark.file == base.mark.file and parts_of(step, "items")]
        """Steps of the flow at the bottom, as they stand now."""
        self.known = {item_id(item) for step in steps for item in parts_of(step, "items")}
        self.may_hide = [
            item_id(item) for step in steps for item in parts_of(step, "items") if item.get("may_hide") is True
        ]
        """Questions and notes that the base lets an overlay hide."""
        warning = {name for alert in locked for name in questions_in(alert.get("when"))}
        early = parts_of(self.own_steps[0], "items") if self.own_steps else []
        self.early = {str(item["ask"]): item for item in early if item.get("ask") in warning}
        """Questions of the first step that a locked alert reads."""
        outcomes, norms = (parts_of(base, section) for section in ("outcomes", "norms"))
        rules = [part.get("when", part.get("given")) for part in (*outcomes, *norms)]
        self.weighed = {name for rule in rules for name in questions_in(rule)} & self.known
        """Questions on which outcomes and norms rest."""
        shown = [item.get(key) for step in steps for item in parts_of(step, "items") for key in ("when", "unless")]
        self.read = self.weighed | {
            name
            for part in [*shown, *(alert.get("when") for alert in parts_of(base, "alerts"))]
            for name in questions_in(part)
        }
        """Questions that something in the base looks at."""
        last = parts_of(self.own_steps[-1], "items") if self.own_steps else []
        self.decided = {str(item["ask"]): item for item in last if "ask" in item and item["ask"] not in self.weighed}
        """The other questions of the last step: the decision and what follows from it."""
        self.places = _places(base)

    def refuse(self, mark: Mark, what: str, base: Map, code: str = "O001", remedy: str = "") -> None:
        """Add a refusal with the sources of what the base says there."""
        names = ", ".join(names_in(base.get("source")))
        why = _("Dit hoort bij de norm (bron: {source}).").format(source=names) if names else ""
        self.problems.add(code, mark, what, why=why, remedy=remedy or _(LESS))

    def fixed(self, mark: Mark, field: str, name: str, base: Map, remedy: str = "") -> None:
        """Refuse another value of one key."""
        what = _("`{field}` van `{id}` ligt vast en kan hier niet anders").format(field=field, id=name)
        self.refuse(mark, what, base, remedy=remedy)

    def emptied(self, mark: Mark, field: str, name: str, base: Map, value: object) -> bool:
        """Whether words of the base would be left out; if so that is refused."""
        if field not in WORDS or str(value).strip() or not str(base.get(field) or "").strip():
            return False
        self.refuse(mark, _("`{field}` van `{id}` kan niet leeg").format(field=field, id=name), base)
        return True

    # what stands at the top

    def top(self, base: Map, over: Map, key: str) -> bool:
        """Whether the overlay may say this of the flow as a whole."""
        fixed = key == "language" or (key == "profession" and base.get(key) not in _FREE_PROFESSIONS)
        if not fixed or over[key] == base.get(key, "nl"):
            return True
        what = _("`{key}` is hier `{old}`, zoals in de basis, en kan niet anders")
        remedy = _("Laat dit weg, of bouw voort op een andere basis.")
        self.problems.add("O001", over.at(key), what.format(key=key, old=base.get(key, "nl")), remedy=remedy)
        return False

    def source(self, name: str, old: Map, new: Map) -> Map:
        """A source of the base with what the overlay may add to it."""
        result = old.copy()
        for key in new:
            if key in _SOURCE_KEYS and str(new[key]).strip():
                result.put(key, new[key], new.at(key))
            elif new[key] != old.get(key):
                what = _("`{id}` is een bron van de basis: `{key}` kan hier niet anders").format(id=name, key=key)
                why = _("Op deze bron rust de norm: {title}.").format(title=old.get("title"))
                self.problems.add("O001", new.at(key), what, why=why, remedy=_("Geef uw eigen bron een eigen naam."))
        return result

    # alerts, outcomes, norms, deadlines and contacts

    def may(self, key: str, old: Map, part: Map, field: str) -> bool:
        """Whether the overlay may say this in place of what the base says."""
        name, mark, value = str(part.get(key)), part.at(field), part[field]
        if self.emptied(mark, field, name, old, value):
            return False
        if key == "alert" and field == "call":
            return self._calls(name, old, part)
        if key == "deadline" and field in {"from", "when", "unless", *UNITS}:
            return self._sooner(name, old, part, field)
        if key == "contact" and field in {"number", "when"} and self._is_firm(name, old):
            self.fixed(mark, field, name, old, _("Zet uw eigen nummer erbij, met een eigen naam."))
            return False
        return True

    def _is_firm(self, name: str, old: Map) -> bool:
        return name in self.firm or _digits(old.get("number")) == EMERGENCY

    def _calls(self, name: str, old: Map, part: Map) -> bool:
        """Other contacts may come; each number that the base calls stays, and 112 stays first."""
        before = [self.numbers.get(contact, contact) for contact in names_in(old.get("call"))]
        after = [self.own_numbers.get(contact, contact) for contact in names_in(part["call"])]
        lost = [number for number in before if number not in after]
        if not lost and (before[:1] != [EMERGENCY] or after[0] == EMERGENCY):
            return True
        what = _("`{id}` belt hier niet meer eerst {number}") if not lost else _("`{id}` belt hier {number} niet meer")
        shown = next((name for name in names_in(old.get("call")) if self.numbers.get(name, name) in lost), "")
        remedy = _("Noem ook `{contact}`; uw eigen mensen mogen erbij.").format(contact=shown)
        number = self.shown.get(lost[0], lost[0]) if lost else EMERGENCY
        self.refuse(part.at("call"), what.format(id=name, number=number), old, remedy=remedy if shown else "")
        return False

    def _sooner(self, name: str, old: Map, part: Map, field: str) -> bool:
        """A term may become shorter, in the unit of the base; its start and conditions stay."""
        before, after = old.get(field), part[field]
        if field in UNITS and isinstance(before, int) and isinstance(after, int) and after <= before:
            return True
        unit = next((unit for unit in UNITS if unit in old), "days")
        remedy = _("Een kortere termijn mag wel, in `{unit}`: ten hoogste {count}.")
        self.fixed(part.at(field), field, name, old, remedy.format(unit=unit, count=old.get(unit, 0)))
        return False

    def keeps_numbers(self, key: str, old: Map, new: Map, part: Map) -> bool:
        """Whether the words still name each number of the base that they named; if not that is refused."""
        if key not in _NAMES_NUMBERS:
            return True
        lost = sorted(self._named(old) - self._named(new))
        if not lost:
            return True
        field = next(field for field in part if field in WORDS)
        what = _("de tekst van `{id}` noemt {number} niet meer").format(id=part.get(key), number=lost[0])
        self.refuse(part.at(field), what, old, "O009", _("Zet dit nummer ook in uw eigen woorden."))
        return False

    def _named(self, part: Map) -> set[str]:
        words = " ".join(str(part.get(key) or "") for key in WORDS)
        return {
            number for number in self.shown.values() if re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", words)
        }

    # questions

    def labels(self, name: str, old: Map, new: Map, base: Map, *, yes_or_no: bool) -> bool:
        """Whether new words of options cannot be taken for another option of the base; if so that is refused."""
        given: Mapping[str, object] = {**dict.fromkeys(YESNO_TEXTS if yes_or_no else ()), **old}
        known = {key: label(key, option).strip().casefold() for key, option in given.items()}
        fine = True
        for key, option in new.items():
            words = label(key, option).strip().casefold()
            first = re.match(r"\w*", words)
            taken = {other for other, text in known.items() if other != key and text and text == words}
            if {"ja", "nee"} <= known.keys() and key in known and first and first[0] in {"ja", "nee"} - {key}:
                taken.add(first[0])
            if taken:
                what = _("met deze woorden lijkt `{key}` van `{id}` op `{other}`")
                what = what.format(key=key, id=name, other=min(taken))
                self.refuse(new.at(key), what, base, "O009", _("Kies woorden die hetzelfde betekenen als in de basis."))
                fine = False
        return fine

    def more(self, name: str, old: Map, new: Map, base: Map) -> bool:
        """Whether new options stay away from what the base looks at: a norm would not know them. If not: refused."""
        strange = [key for key in new if key not in old] if name in self.read and old else []
        for key in strange:
            what = _("`{id}` kan geen keuze `{key}` bijkrijgen: normen en waarschuwingen kennen die niet")
            remedy = _("Stel een eigen vraag, of kies andere woorden voor een keuze die er is.")
            self.refuse(new.at(key), what.format(id=name, key=key), base, remedy=remedy)
        return not strange

    def sort(self, old: Map, item: Map) -> bool:
        """Whether the overlay names a question as `ask` and a note as `note`, as the base does."""
        wanted, found = ("note", "ask") if "note" in old else ("ask", "note")
        if wanted in item:
            return True
        what = _("`{id}` is in de basis `{wanted}` en geen `{found}`")
        what = what.format(id=item[found], wanted=wanted, found=found)
        remedy = _("Schrijf `{wanted}: {id}`, of geef het uwe een andere naam.").format(wanted=wanted, id=item[found])
        self.problems.add("O010", item.at(found), what, remedy=remedy)
        return False

    def hides(self, mark: Mark, name: str, base: Map, value: object) -> bool:
        """Whether the overlay may hide this question or note; a refusal tells what may be hidden."""
        if value is not True or base.get("may_hide") is True:
            return True
        free = ", ".join(f"`{one}`" for one in self.may_hide)
        remedy = _("Laat dit weg. Te verbergen is hier alleen: {names}.").format(names=free) if free else ""
        self.refuse(mark, _("`{id}` kan niet worden verborgen").format(id=name), base, remedy=remedy)
        return False

    # order

    def astray(self, home: str | None, step: str, item: Map) -> bool:
        """Whether this can only be a slip: words for a question that is not there, or that stands in another step.

        `home` is the step of the base in which it stands. With `after` or `before` it is meant to move; what may not
        move at all is refused elsewhere, with its source.
        """
        name = item_id(item)
        if home is None and "ask" in item and not item.keys() & {"kind", "source"}:
            what = _("de vraag `{id}` bestaat niet").format(id=name)
            why = _("Andere woorden kunnen alleen bij een vraag die er is.")
            remedy = _("Is dit een nieuwe vraag? Geef hem dan ook `kind`, `text` en `source`.")
            self.problems.add("M002", item.mark, what, why=why, remedy=remedy, near=near_match(name, self.known))
            return True
        placed = item.keys() & {"after", "before"} or name in self.early or name in self.decided
        if home in {None, step} or placed:
            return False
        what = _("`{id}` staat in de basis in de stap `{step}`, en niet in `{here}`")
        what = what.format(id=name, step=home, here=step)
        remedy = _("Zet hem onder die stap. Wilt u hem hier? Zeg dan met `after` of `before` waar hij komt.")
        self.problems.add("O003", item.mark, what, remedy=remedy)
        return True

    def later(self, home: str, step: str, item: Map, parts: list[Map], anchor: str) -> bool:
        """Whether a question that a locked alert reads would come later than in the base; if so that is refused.

        `parts` are the items of its step as they stand now, with the question itself still among them.
        """
        name = str(item.get("ask", ""))
        if name not in self.early or (home == step and not anchor):
            return False
        ids = [item_id(part) for part in parts]
        if home == step:
            end = ids.index(anchor) + (1 if "after" in item else 0)
            if not self.known & set(ids[ids.index(name) + 1 : end]):
                return False
        mark = item.at("after" if "after" in item else "before")
        what = _("`{id}` komt hier later dan in de basis, en waarschuwt dan te laat").format(id=name)
        self.refuse(mark, what, self.early[name], "O007", _("Laat deze vraag staan; eerder mag wel."))
        return True

    def weighs_first(self, result: Map, over: Map) -> None:
        """Refuse to ask for the decision before what it is weighed on, when the base asks for it after."""
        before, after = self.places, _places(result)
        for step in parts_of(over, "steps"):
            for item in parts_of(step, "items"):
                name = str(item.get("ask", ""))
                if name in self.decided:
                    wrong = {
                        other for other in self.weighed if before[other] < before[name] and after[name] < after[other]
                    }
                elif name in self.weighed:
                    wrong = {
                        other for other in self.decided if before[name] < before[other] and after[other] < after[name]
                    }
                else:
                    continue
                if wrong:
                    mark = item.at("after" if "after" in item else "before")
                    what = _("`{id}` en `{other}` wisselen hier van plaats: het besluit komt na de weging")
                    what = what.format(id=name, other=min(wrong))
                    old = self.decided.get(name) or self.decided[min(wrong)]
                    self.refuse(mark, what, old, "O007", _("Laat deze vraag na de weging staan."))

    def in_turn(self, steps: list[Map], over: Map) -> bool:
        """Whether the steps of the flow at the bottom keep their first and last place; if not that is refused."""
        wanted = over.get("step_order")
        if not self.own_steps or not isinstance(wanted, Seq):
            return True
        before, after = self.step_names, [str(step["step"]) for step in steps]
        first, last = self.own_steps[0], self.own_steps[-1]
        ahead = set(after[: _index(after, first)]) & set(before[_index(before, first) :])
        behind = set(after[_index(after, last) + 1 :]) & set(before[: _index(before, last)])
        for step, wrong, pattern in (
            (first, ahead, _("de stap `{id}` komt in de basis eerst")),
            (last, behind, _("de stap `{id}` komt in de basis na de andere stappen")),
        ):
            if wrong:
                names = names_in(wanted)
                mark = wanted.marks[names.index(str(step["step"]))] if str(step["step"]) in names else wanted.mark
                what = pattern.format(id=step["step"])
                self.refuse(mark, what, step, "O007", _("Zet de stappen in een andere volgorde."))
        return not ahead and not behind


def _index(names: list[str], step: Map) -> int:
    return names.index(str(step["step"])) if str(step["step"]) in names else len(names)


def _places(root: Map) -> dict[str, int]:
    items = [item for step in parts_of(root, "steps") for item in parts_of(step, "items")]
    return {item_id(item): place for place, item in enumerate(items)}


def _numbers(root: Map) -> dict[str, str]:
    """Contact id to the digits of its number."""
    return {str(part.get("contact")): _digits(part.get("number")) for part in parts_of(root, "contacts")}


def _digits(number: object) -> str:
    return re.sub(r"\D", "", str(number if number is not None else ""))

"""The meaning of a flow said once more, as simply as can be: no gates, no order, no sharing. Tests hold ours to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from meldcode.flow.conditions import Truth

Raw = dict[str, Any]
"""A flow, or a part of one, as an author writes it."""


class Naive:
    """One flow with its answers; every value is worked out afresh from the raw text."""

    def __init__(self, flow: Raw, answers: Mapping[str, object], today: date) -> None:
        self.flow = flow
        self.answers = answers
        self.today = today
        self.items: dict[str, Raw] = {item["ask"]: item for step in flow["steps"] for item in step["items"]}
        self.visible = cache(self._visible)

    def _visible(self, name: str) -> bool:
        item = self.items[name]
        shown = "when" not in item or self.truth(item["when"]) is True
        return shown and ("unless" not in item or self.truth(item["unless"]) is not True)

    def value(self, name: str) -> object:
        return self.answers.get(name) if self.visible(name) else None

    def outcome(self) -> str:
        outcomes: list[Raw] = self.flow["outcomes"]
        return str(next(o["outcome"] for o in outcomes if "when" not in o or self.truth(o["when"]) is True))

    def norm(self, name: str) -> bool:
        norm = next(norm for norm in self.flow["norms"] if norm["norm"] == name)
        return self.truth(norm["given"]) is True and not ("unless" in norm and self.truth(norm["unless"]) is True)

    def alert(self, name: str) -> bool:
        return self.truth(next(alert for alert in self.flow["alerts"] if alert["alert"] == name)["when"]) is True

    def missing(self, kind: str) -> Iterator[str]:
        for name, item in self.items.items():
            wanted = item.get("require", {}).get(kind)
            if wanted is None or not self.visible(name) or self.answers.get(name) is not None:
                continue
            if wanted is True or self.truth(wanted) is True:
                yield name

    def truth(self, condition: Raw) -> Truth:
        parts = [self._part(key, value) for key, value in condition.items()]
        return False if False in parts else None if None in parts else True

    def _part(self, key: str, value: Any) -> Truth:
        if key in {"any", "all"}:
            parts = [self.truth(part) for part in value]
            decisive = key == "any"
            return decisive if decisive in parts else None if None in parts else not decisive
        if key == "not":
            inner = self.truth(value)
            return None if inner is None else not inner
        if key == "outcome":
            return self.outcome() in _list(value)
        if key in {"norm", "alert"}:
            return any(self.norm(name) if key == "norm" else self.alert(name) for name in _list(value))
        return _test(self.value(key), value, self.today)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _test(answer: Any, test: Any, today: date) -> Truth:
    if not isinstance(test, dict):
        if answer is None:
            return None
        if isinstance(answer, list):
            return any(part in _list(test) for part in answer)
        return None if answer == "onbekend" and "onbekend" not in _list(test) else answer in _list(test)
    if "answered" in test:
        return (answer is not None) is test["answered"]
    if answer is None:
        return None
    if "before" in test:
        return date.fromisoformat(answer) < date.fromisoformat(test["before"])
    if "days_ago" in test:
        return _within((today - date.fromisoformat(answer)).days, test["days_ago"])
    if "count" in test:
        return _within(len(answer), test["count"])
    if "some" in test:
        truths = [_entry(entry, test["some"], today) for entry in answer]
        return True if True in truths else None if None in truths else False
    return _within(answer, test)


def _within(number: int, bounds: Raw) -> bool:
    return bool(bounds.get("at_least", number) <= number < bounds.get("below", number + 1))


def _entry(entry: Raw, condition: Raw, today: date) -> Truth:
    parts = [_test(entry.get(key), value, today) for key, value in condition.items()]
    return False if False in parts else None if None in parts else True


DAYS = [(date(2026, 3, 2) - timedelta(days=days)).isoformat() for days in (0, 3, 7, 8, 400)]
OPTIONS = ["a", "b", "onbekend"]
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "yesno": st.sampled_from(["ja", "nee", "onbekend"]),
    "one": st.sampled_from(OPTIONS),
    "many": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True),
    "number": st.integers(0, 6),
    "date": st.sampled_from(DAYS),
    "text": st.sampled_from(["tekst", "ja"]),
    "entries": st.lists(
        st.fixed_dictionaries({"k": st.sampled_from(["ja", "nee", "onbekend"])}, optional={"n": st.integers(0, 6)}),
        min_size=1,
        max_size=3,
    ),
}
BOUNDS = st.one_of(
    st.integers(0, 6).map(lambda bound: {"below": bound}),
    st.integers(0, 6).map(lambda bound: {"at_least": bound}),
    st.just({"at_least": 1, "below": 4}),
)
TESTS: dict[str, st.SearchStrategy[Any]] = {
    "yesno": st.one_of(ANSWERS["yesno"], st.just(["ja", "onbekend"]), st.just(["ja", "nee"])),
    "one": st.one_of(ANSWERS["one"], st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2)),
    "many": st.one_of(st.sampled_from(["x", "y"]), st.just(["y", "z"])),
    "number": st.one_of(BOUNDS, st.integers(0, 6)),
    "date": st.one_of(BOUNDS.map(lambda bounds: {"days_ago": bounds}), st.just({"before": DAYS[2]})),
    "text": st.nothing(),
    "entries": st.one_of(
        BOUNDS.map(lambda bounds: {"count": bounds}),
        st.fixed_dictionaries({"k": st.just("ja")}, optional={"n": BOUNDS}).map(lambda some: {"some": some}),
    ),
}
COIN = st.booleans()
KEYS: list[tuple[str, ...]] = [(), ("when",), ("unless",), ("when", "unless")]
ANSWERED = st.booleans().map(lambda answered: {"answered": answered})
EXTRA: Raw = {
    "one": {"options": {"a": "A", "b": "B", "onbekend": "Weet ik niet"}},
    "many": {"options": {"x": "X", "y": "Y", "z": "Z"}},
    "entries": {
        "fields": [{"field": "k", "kind": "yesno", "text": "K"}, {"field": "n", "kind": "number", "text": "N"}]
    },
}


def _under(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Raw]:
    return values.map(lambda value: {key: value})


def conditions(kinds: Mapping[str, str], derived: Mapping[str, list[str]]) -> st.SearchStrategy[Raw]:
    """Conditions over these questions (id to kind) and these norms and alerts."""
    leaves = [_under(name, st.one_of(TESTS[kind], ANSWERED)) for name, kind in kinds.items()]
    leaves += [_under(key, st.sampled_from(names)) for key, names in derived.items() if names]
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )


@st.composite
def flows(draw: st.DrawFn) -> Raw:
    """A small flow in raw form: questions that look back, norms and alerts in between, outcomes at the end."""
    kinds: dict[str, str] = {}
    derived: dict[str, list[str]] = {"norm": [], "alert": []}
    items: list[Raw] = []
    made: dict[str, list[Raw]] = {"norm": [], "alert": []}
    for number in range(draw(st.integers(2, 7))):
        kind = draw(st.sampled_from([*EXTRA, "yesno", "yesno", "number", "date", "text"]))
        item: Raw = {"ask": f"q{number}", "kind": kind, "text": "?", "source": "s", **EXTRA.get(kind, {})}
        looks = conditions(kinds, derived)
        for key in draw(st.sampled_from(KEYS)) if kinds else ():
            item[key] = draw(looks)
        if draw(COIN) and kinds:
            item["require"] = {"report": draw(st.one_of(st.just(True), looks)), "advice": True}
        items.append(item)
        kinds[item["ask"]] = kind
        if draw(COIN):
            name = draw(st.sampled_from(["norm", "alert"]))
            part: Raw = {name: f"d{number}", "text": "?", "source": "s"}
            part["given" if name == "norm" else "when"] = draw(conditions(kinds, derived))
            if name == "norm":
                part["title"] = "?"
                if draw(COIN):
                    part["unless"] = draw(conditions(kinds, derived))
            made[name].append(part)
            derived[name].append(f"d{number}")
    outcomes: list[Raw] = [
        {"outcome": f"o{number}", "title": "?", "text": "?", "source": "s", "when": draw(conditions(kinds, derived))}
        for number in range(draw(st.integers(0, 3)))
    ]
    outcomes.append({"outcome": "open", "title": "?", "text": "?", "source": "s"})
    cut = draw(st.integers(1, len(items)))
    steps = [
        {"step": f"s{place}", "title": "?", "source": "s", "items": part}
        for place, part in enumerate((items[:cut], items[cut:]))
        if part
    ]
    return {
        "flow": "toeval",
        "title": "Verzonnen",
        "version": "1",
        "sources": {"s": {"title": "Geen"}},
        "steps": steps,
        "norms": made["norm"],
        "alerts": made["alert"],
        "outcomes": outcomes,
    }


def answers_to(flow: Raw) -> st.SearchStrategy[Raw]:
    """Answers to some of the questions of a flow, each one that the question takes."""
    kinds = {item["ask"]: item["kind"] for step in flow["steps"] for item in step["items"]}
    return st.fixed_dictionaries({}, optional={name: ANSWERS[kind] for name, kind in kinds.items()})

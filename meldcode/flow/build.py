"""From read values to the frozen model, with every finding about meaning collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from meldcode.flow.conditions import DERIVED, NEVER, Scope, parse_condition
from meldcode.flow.findings import Problems, near_match
from meldcode.flow.model import (
    REQUEST_KINDS,
    Alert,
    Combination,
    Condition,
    Contact,
    DeadlineRule,
    Field,
    Flow,
    Item,
    Kind,
    Layers,
    Mark,
    Norm,
    Option,
    Outcome,
    RequestKind,
    Requirement,
    Step,
)
from meldcode.flow.nodes import item_id, parts_of
from meldcode.flow.order import check_order
from meldcode.flow.parts import Reading
from meldcode.flow.reader import Map, Seq
from meldcode.i18n import N_, _

YESNO_TEXTS = {"ja": N_("Ja"), "nee": N_("Nee"), "onbekend": N_("Weet ik niet")}
UNITS = ("working_days", "days", "weeks", "months", "years")


def build_flow(root: Map, digest: str, problems: Problems, layers: Layers = ()) -> Flow:
    """The model of a merged flow. Problems are added, never raised; the caller decides."""
    return replace(_Builder(root, problems).flow(digest), layers=layers)


class _Builder(Reading):
    def __init__(self, root: Map, problems: Problems) -> None:
        super().__init__(root, problems)
        self.scope = Scope({}, {})

    def flow(self, digest: str) -> Flow:
        nodes = self._item_nodes()
        plain = {name: self._item(name, step, node) for name, (step, node) in nodes.items()}
        derived = {key: {str(part[key]) for part in parts_of(self.root, key + "s")} for key in DERIVED}
        self.scope = Scope({name: item for name, item in plain.items() if item.is_question}, derived)
        items = {name: self._with_conditions(item, nodes[name][1]) for name, item in plain.items()}
        contacts = tuple(self._contact(node) for node in self._unique("contacts", "contact"))
        alerts = tuple(self._alert(node, contacts) for node in self._unique("alerts", "alert"))
        outcome_nodes = self._unique("outcomes", "outcome")
        outcomes = tuple(self._outcome(node) for node in outcome_nodes)
        norms = tuple(self._norm(node) for node in self._unique("norms", "norm"))
        self._check_outcomes(outcomes, outcome_nodes)
        if not items:
            what = _("`{id}` heeft geen `{key}`").format(id=self._text(self.root, "flow"), key="items")
            self.problems.add("M010", self.root.at("steps"), what)
        flow = Flow(
            id=self._text(self.root, "flow"),
            title=self._text(self.root, "title"),
            version=self._text(self.root, "version"),
            language=self._text(self.root, "language") or "nl",
            profession=self._text(self.root, "profession") or "other",
            digest=digest,
            about=self._text(self.root, "about"),
            sources=self.sources,
            contacts=contacts,
            steps=tuple(self._step(node, items) for node in parts_of(self.root, "steps") if parts_of(node, "items")),
            alerts=alerts,
            outcomes=outcomes,
            norms=norms,
            deadlines=tuple(self._deadline(node) for node in self._unique("deadlines", "deadline")),
            items=items,
            keeping=self._keeping(),
            directory=self._directory(),
            organisation=self._organisation(),
            protocol=self._protocol(),
            translations=self._translations(),
        )
        check_order(flow, self.problems)
        return flow

    def _condition(self, node: Map, key: str) -> Condition | None:
        if key not in node:
            return None
        return parse_condition(node[key], node.at(key), self.scope, self.problems)

    def _widened(self, node: Map, key: str) -> Condition | None:
        """The condition, or any of what overlays added with `also`."""
        condition, also = self._condition(node, key), node.get("also")
        extra = also if isinstance(also, Seq) else [also] if isinstance(also, Map) else []
        parts = tuple(parse_condition(part, node.at("also"), self.scope, self.problems) for part in extra)
        if not parts:
            return condition
        return Combination("any", (condition, *parts) if condition else parts, node.at(key))

    # parts of the model

    def _item_nodes(self) -> dict[str, tuple[str, Map]]:
        nodes: dict[str, tuple[str, Map]] = {}
        seen: dict[str, Mark] = {}
        steps: dict[str, Mark] = {}
        for step in parts_of(self.root, "steps"):
            self._first(steps, str(step["step"]), step.at("step"))
            for node in parts_of(step, "items"):
                name = item_id(node)
                if self._first(seen, name, node.mark):
                    nodes[name] = (str(step["step"]), node)
                if name in DERIVED or name in {"any", "all", "not"}:
                    what = _("`{id}` is een woord van de taal en kan geen vraag heten").format(id=name)
                    self.problems.add("M001", node.mark, what)
        return nodes

    def _item(self, name: str, step: str, node: Map) -> Item:
        kind = cast(Kind, "note" if "note" in node else self._needed(node, "kind", name) or "text")
        return Item(
            id=name,
            kind=kind,
            step=step,
            text=self._needed(node, "text", name),
            page=self._text(node, "page"),
            help=self._text(node, "help"),
            why=self._text(node, "why"),
            record=self._text(node, "record"),
            sources=self._source(node, name),
            options=self._options(node, kind, name),
            optional=node.get("optional") is True,
            one_line=node.get("one_line") is True,
            mark=node.mark,
            fields=tuple(self._plain_field(field) for field in parts_of(node, "fields")),
        )

    def _with_conditions(self, item: Item, node: Map) -> Item:
        when = NEVER if node.get("hide") is True else self._condition(node, "when")
        seen: dict[str, Mark] = {}
        fields = tuple(
            self._field(field, item)
            for field in parts_of(node, "fields")
            if self._first(seen, str(field["field"]), field.at("field"))
        )
        if item.kind == "entries" and not fields:
            what = _("`{id}` heeft geen `fields`").format(id=item.id)
            self.problems.add("M010", node.mark, what, remedy=_("Voeg `{key}: …` toe.").format(key="fields"))
        return replace(
            item,
            fields=fields,
            when=when,
            unless=self._condition(node, "unless"),
            require=self._require(node.get("require"), node.at("require"), self.scope),
        )

    def _require(self, value: object, mark: Mark, scope: Scope) -> Mapping[RequestKind, Requirement]:
        if value is True:
            return dict.fromkeys(REQUEST_KINDS, True)
        result: dict[RequestKind, Requirement] = {}
        if isinstance(value, Map):
            for kind in REQUEST_KINDS:
                wanted = value.get(kind)
                if wanted is True:
                    result[kind] = True
                elif isinstance(wanted, Map):
                    result[kind] = parse_condition(wanted, value.at(kind), scope, self.problems)
        return result

    def _options(self, node: Map, kind: str, name: str) -> tuple[Option, ...]:
        value = node.get("options")
        given = value if isinstance(value, Map) else Map(node.mark)
        if kind == "yesno":
            for key in given:
                if key not in YESNO_TEXTS:
                    what = _("`{value}` is geen antwoord op de vraag `{id}`").format(value=key, id=name)
                    remedy = _("Kies uit: {values}.").format(values=", ".join(YESNO_TEXTS))
                    self.problems.add("M003", given.at(key), what, remedy=remedy, near=near_match(key, YESNO_TEXTS))
            return tuple(self._option(key, given.get(key), text, given.at(key)) for key, text in YESNO_TEXTS.items())
        if kind in {"one", "many"} and not given:
            what = _("`{id}` heeft geen `options`").format(id=name)
            self.problems.add("M010", node.mark, what, remedy=_("Voeg `{key}: …` toe.").format(key="options"))
        if kind not in {"one", "many"} and given:
            what = _("`{id}` kan geen `options` hebben ({kind})").format(id=name, kind=kind)
            self.problems.add("M008", node.at("options"), what)
        return tuple(self._option(key, part, key, given.at(key)) for key, part in given.items())

    def _option(self, key: str, value: object, otherwise: str, mark: Mark) -> Option:
        if isinstance(value, Map):
            return Option(key, self._text(value, "text") or otherwise, self._text(value, "help"), mark)
        return Option(key, ("" if value is None else str(value).strip()) or otherwise, mark=mark)

    def _plain_field(self, node: Map) -> Field:
        name = self._text(node, "field")
        kind = cast(Kind, self._needed(node, "kind", name) or "text")
        return Field(
            name, kind, self._needed(node, "text", name), self._text(node, "help"), self._options(node, kind, name)
        )

    def _field(self, node: Map, item: Item) -> Field:
        by_id = {field.id: field for field in item.fields}
        plain = by_id[self._text(node, "field")]
        inside = Scope(by_id, {})
        when = parse_condition(node["when"], node.at("when"), inside, self.problems) if "when" in node else None
        since = self._text(node, "years_since")
        if since and (since not in by_id or by_id[since].kind != "date"):
            what = _("`{id}` is geen datumveld van deze vraag").format(id=since)
            self.problems.add("M002", node.at("years_since"), what, near=near_match(since, by_id))
            since = ""
        return replace(
            plain,
            when=when,
            require=self._require(node.get("require"), node.at("require"), inside),
            years_since=since,
            check=self._text(node, "check"),
            one_line=node.get("one_line") is True,
        )

    def _step(self, node: Map, items: Mapping[str, Item]) -> Step:
        name = self._text(node, "step")
        return Step(
            id=name,
            title=self._needed(node, "title", name),
            short=self._text(node, "short") or self._text(node, "title"),
            text=self._text(node, "text"),
            record=self._text(node, "record"),
            sources=self._source(node, name),
            who=self._who(node),
            mark=node.mark,
            items=tuple(item for item in items.values() if item.step == name),
        )

    def _contact(self, node: Map) -> Contact:
        name = self._text(node, "contact")
        return Contact(
            name,
            self._needed(node, "name", name),
            self._needed(node, "number", name),
            self._text(node, "text"),
            self._condition(node, "when"),
            self._source(node, name),
            node.mark,
        )

    def _alert(self, node: Map, contacts: tuple[Contact, ...]) -> Alert:
        name = self._text(node, "alert")
        call = self._names(node, "call", (contact.id for contact in contacts), "M007")
        condition = self._widened(node, "when") or NEVER
        words = (self._needed(node, "text", name), self._text(node, "do"))
        return Alert(name, condition, *words, call, self._source(node, name), node.mark)

    def _outcome(self, node: Map) -> Outcome:
        name = self._text(node, "outcome")
        helping = node.get("help")
        return Outcome(
            id=name,
            title=self._needed(node, "title", name),
            text=self._needed(node, "text", name),
            do=self._text(node, "do"),
            when=self._widened(node, "when"),
            report=node.get("report") is True,
            help="running" if helping == "running" else "yes" if helping is True else "no",
            sources=self._source(node, name),
            mark=node.mark,
        )

    def _norm(self, node: Map) -> Norm:
        name = self._text(node, "norm")
        return Norm(
            id=name,
            title=self._needed(node, "title", name),
            text=self._needed(node, "text", name),
            given=self._widened(node, "given"),
            unless=self._condition(node, "unless"),
            require=self._condition(node, "require"),
            monotone=self._names(node, "monotone", self.scope.items, "M002"),
            sources=self._source(node, name),
            mark=node.mark,
        )

    def _deadline(self, node: Map) -> DeadlineRule:
        name = self._text(node, "deadline")
        start = self._text(node, "from")
        item = self.scope.items.get(start)
        if item is None or item.kind != "date":
            what = _("`{id}` is geen datumvraag").format(id=start)
            self.problems.add("M002", node.at("from"), what, near=near_match(start, self.scope.items))
        units = [unit for unit in UNITS if unit in node]
        if len(units) != 1:
            what = _("`{id}` heeft precies één termijn nodig").format(id=name)
            self.problems.add("M010", node.mark, what, remedy=_("Kies uit: {values}.").format(values=", ".join(UNITS)))
        unit = units[0] if units else "days"
        amount = node.get(unit)
        return DeadlineRule(
            id=name,
            start=start,
            amount=amount if isinstance(amount, int) else 0,
            unit=unit,
            text=self._needed(node, "text", name),
            late=self._text(node, "late"),
            when=self._condition(node, "when"),
            unless=self._condition(node, "unless"),
            sources=self._source(node, name),
            mark=node.mark,
        )

    def _check_outcomes(self, outcomes: tuple[Outcome, ...], nodes: list[Map]) -> None:
        if not outcomes:
            self.problems.add("M012", self.root.mark, _("deze vragenlijst heeft geen uitkomsten"))
            return
        for outcome, node in zip(outcomes[:-1], nodes[:-1], strict=True):
            if outcome.when is None:
                what = _("na de uitkomst `{id}` komt nooit een andere").format(id=outcome.id)
                self.problems.add("M012", node.mark, what, remedy=_("Geef deze uitkomst een `when`."))
        if outcomes[-1].when is not None:
            what = _("de laatste uitkomst `{id}` geldt niet altijd").format(id=outcomes[-1].id)
            remedy = _("Zet onderaan een uitkomst zonder `when`, voor als niets anders geldt.")
            self.problems.add("M012", nodes[-1].mark, what, remedy=remedy)

"""The checks of one file on flows and texts made by chance: they always end, and say a place in that file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.check.catalogue import RULES
from meldcode.check.findings import looked_at
from meldcode.check.report import as_json, as_text
from meldcode.check.sarif import as_sarif
from tests.effort import tries
from tests.flow.naive import Raw, flows

WORDS = st.sampled_from(
    [
        *(
            "is",
            "er",
            "en",
            "of",
            "en/of",
            "geen",
            "niet",
            "toch?",
            "gevaar",
            "veilig",
            "naam",
            "indien",
            "ten",
            "behoeve",
        ),
        *("van", "besproken", "heeft", "u", "?", ".", "«", "»", "(", ")", '"', "'", "Ja", "Nee", "112", "\n", "…", "é"),
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=60), st.integers(0, 200))


def findings(raw: Raw) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kans.yaml"
        path.write_text(json.dumps(raw), "utf-8")
        return looked_at(str(path))[0]


def with_texts(raw: Raw, data: st.DataObject) -> Raw:
    """The flow with other texts, so that each check has something to read."""
    for step in raw["steps"]:
        for item in step["items"]:
            item["text"] = data.draw(TEXTS)
            item["help"] = data.draw(TEXTS)
            if item["kind"] == "yesno":
                item["options"] = {"ja": data.draw(TEXTS), "nee": {"text": data.draw(TEXTS)}}
    text = st.text(max_size=20)
    raw["translations"] = {"en": data.draw(st.dictionaries(text, text, max_size=3))}
    codes, ids = st.sampled_from([*RULES, "Z999"]), st.sampled_from(["q0", "weg"])
    entries = st.fixed_dictionaries({"code": codes, "at": ids, "reason": text})
    raw["accept"] = data.draw(st.lists(entries, max_size=3))
    return raw


@settings(max_examples=tries(20), deadline=None)
@given(flows(), st.data())
def test_checks_end_and_say_where(raw: Raw, data: st.DataObject) -> None:
    found = findings(with_texts(raw, data))
    for one in found:
        assert one.code in RULES
        assert one.mark.file.endswith("kans.yaml")
        assert one.what
    assert as_text(found, 1)
    assert len(json.loads(as_json(found, {}))["findings"]) == len(found)
    assert len(json.loads(as_sarif(found))["runs"][0]["results"]) == len(found)

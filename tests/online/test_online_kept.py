"""The file that keeps what Wikidata told."""

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.errors import InputError
from kg.online.judging import Judged
from kg.online.kept import Kept, read_kept

LINK = {"target": "http://x/", "status": "Accepted", "confidence": 1, "reason": ""}
FAULTY = [
    "nonsense",
    "{}",
    "[]",
    '{"item": "a b", "facts": []}',
    '{"item": "http://x/", "facts": [["label", "nothing"]]}',
    '{"item": "http://x/", "facts": [["other", "<http://y/>"]]}',
    '{"item": "http://x/", "facts": [["label", "\\"a\\" . <x:y> <x:y> <x:y>"]]}',
    json.dumps({"subject": "s", "names": [], "links": [LINK | {"status": "Sure"}]}),
    json.dumps({"subject": "s", "names": [], "links": [LINK | {"target": "a> <b"}]}),
]


@pytest.mark.parametrize("line", FAULTY)
def test_online_file_that_is_not_of_the_form_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wikidata.jsonl"
    path.write_text('{"item": "http://x", "facts": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_kept(path)


def test_online_file_keeps_any_text(tmp_path: Path) -> None:
    odd = 'a\u2028b\x85c\\n"\n'
    kept = Kept(
        {"s": (Judged("http://x/", "Accepted", 0.9, odd),)}, {"s": (odd,)}, {"http://y/": [("label", Literal(odd))]}
    )
    kept.write(tmp_path / "f")
    assert read_kept(tmp_path / "f") == kept

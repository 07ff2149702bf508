"""XML as a parser reads it."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store

from kg.xml_text import NotWritable, XmlText


def written(text: str) -> bytes:
    """The engine's own XML of a table with one text."""
    results = Store().query("SELECT ?text { VALUES ?text { " + str(Literal(text)) + " } }")
    assert isinstance(results, QuerySolutions)
    return results.serialize(format=QueryResultsFormat.XML) or b""


def sound(data: bytes, size: int) -> bytes:
    """What becomes of a document that comes in parts of a size."""
    xml = XmlText()
    return b"".join(xml.sound(data[begin : begin + size]) for begin in range(0, len(data), size))


@given(
    st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n\t\x0b\ufffe<&"))),
    st.integers(1, 50),
)
def test_xml_text_says_what_the_literal_does_or_nothing(text: str, size: int) -> None:
    try:
        read = ElementTree.fromstring(sound(written(text), size)).findtext(".//{*}literal")
    except NotWritable:
        assert any(each in "\ufffe\uffff" or (each < " " and each not in "\t\n\r") for each in text)
    else:
        assert (read or "") == text


def test_xml_text_keeps_offsets_of_lines_that_end_as_on_windows() -> None:
    text = "One.\r\nTwo.\rThree.\n"
    assert ElementTree.fromstring(written(text)).findtext(".//{*}literal") != text
    assert ElementTree.fromstring(sound(written(text), 7)).findtext(".//{*}literal") == text


@pytest.mark.parametrize(("text", "named"), [("a\x0bb", "U+000B"), ("\x00", "U+0000"), ("é\uffff", "U+FFFF")])
def test_xml_text_refuses_what_no_xml_can_hold(text: str, named: str) -> None:
    with pytest.raises(NotWritable, match=named.replace("+", r"\+")):
        sound(written(text), 3)


def test_xml_text_refuses_elements_without_a_name() -> None:
    with pytest.raises(NotWritable, match="property"):
        sound(b'<rdf:Description><oxprefix: xmlns:oxprefix="http://e/1">', 5)

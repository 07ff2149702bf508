"""PDF files, whole and damaged."""

import io
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader, PdfWriter

from kg.errors import ArticleError
from kg.sources.pdf import pdf_record
from tests.sources.inputs import BODY, read


def a_pdf(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page, written by hand."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 40 700 Td {drawn} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_pdf_gives_its_text_and_a_warning(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(a_pdf(BODY))
    [article], [note] = read(tmp_path / "x.pdf")
    assert all(sentence in article.text for sentence in BODY)
    assert article.published is None
    assert "order" in note


def test_no_page_of_a_pdf_is_read_that_could_not_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(a_pdf(BODY))).pages[0]
    for _ in range(50):
        writer.add_page(page)
    long = io.BytesIO()
    writer.write(long)
    read_pages: list[PageObject] = []
    extract_text = PageObject.extract_text

    def counted(page: PageObject) -> str:
        read_pages.append(page)
        return extract_text(page)

    monkeypatch.setattr(PageObject, "extract_text", counted)
    with pytest.raises(ArticleError, match="more than 300 characters"):
        pdf_record(long.getvalue(), "x", 300)
    assert len(read_pages) < 10


def test_a_pdf_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    blank = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    locked = io.BytesIO()
    writer.encrypt("secret")
    writer.write(locked)
    for name, data in {
        "blank": blank.getvalue(),
        "locked": locked.getvalue(),
        "cut": a_pdf(BODY)[:60],
        "no": b"%PDF-",
    }.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    articles, problems = read(tmp_path)
    assert articles == []
    assert len(problems) == 4
    assert all("\n" not in problem for problem in problems)

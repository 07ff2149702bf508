"""PDF → article: the text in the order in which the file draws it, which may not be the order of reading."""

import io
import logging
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader

from kg.errors import ArticleError
from kg.sources.noted import Noted

_ORDER = "a PDF's text comes in the order it was drawn; columns, captions and page headers may stand among sentences"


def pdf_record(data: bytes, name: str, most_chars: int) -> Noted:
    """The pages' text, one after the other, and the document's own title. Once it is longer than any article may be,
    no further page is read.

    A PDF's dates are those of the file, not of publication: they are kept apart. Raises ArticleError.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("is an encrypted PDF")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > most_chars:
                raise ArticleError(f"has more than {most_chars} characters (setting max_article_chars)")
        facts: Mapping[str, Any] = reader.metadata or {}
        title, made = facts.get("/Title"), facts.get("/CreationDate")
    except ArticleError:
        raise
    except Exception as error:  # the library lets any exception out on a broken file
        raise ArticleError(f"cannot be read as PDF: {str(error) or type(error).__name__:.120}") from None
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip())
    if not text:
        raise ArticleError("is a PDF without text (scanned pages, perhaps)")
    record: dict[str, Any] = {"id": name, "text": text, "pages": len(pages)}
    if title:
        record["title"] = str(title)
    if made:
        record["pdf_creation_date"] = str(made)
    return Noted(record, (_ORDER,))

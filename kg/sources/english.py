"""Whether a text is English: the language model knows no other language, and would find nonsense in one.

Two signs must agree before an article is left out, for lists of foreign names mislead a language identifier:
py3langid (a fork of Lui and Baldwin 2012, langid.py, https://aclanthology.org/P12-3005) names another language,
and hardly any of the words are English function words.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import ArticleError
from kg.records import Article

_SEEN_CHARACTERS = 3000
_FEWEST_LETTERS = 60
_SURE = 0.9
# English news has one in four; names and numbers alone have none.
_LEAST_SHARE = 0.1
_WORD = re.compile(r"[^\W\d_]+")


def require_english(article: Article) -> None:
    """Raises ArticleError, with the language, for a text that is surely not English.

    A text too short to tell is believed to be what its metadata say, if they say anything.
    """
    seen = article.text[:_SEEN_CHARACTERS]
    words = [word.lower() for word in _WORD.findall(seen)]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        declared = (article.language or "en").lower()
        if not declared.startswith(("en", "mul", "und")):
            raise ArticleError(f"is in another language than English ({declared}, as its metadata say)")
        return
    share = sum(word in _function_words() for word in words) / len(words)
    if share >= _LEAST_SHARE:
        return
    language, certainty = _identifier().classify(seen)
    if language != "en" and certainty >= _SURE:
        raise ArticleError(f"is in another language than English ({language}; setting english_only)")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _function_words() -> frozenset[str]:
    return frozenset((files("kg.sources") / "english_function_words.txt").read_text(encoding="utf-8").split())

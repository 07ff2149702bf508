"""The closed classes of English words, which bound clauses and phrases."""

from typing import Final

from kg import lexicon


def _of_class(*classes: str) -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.table("clause_words") if row["class"] in classes)


DETERMINERS: Final = _of_class("determiner")
PREPOSITIONS: Final = _of_class("preposition")
AUXILIARIES: Final = _of_class("auxiliary")
MODALS: Final = _of_class("modal")
NEGATIONS: Final = _of_class("negation")
PRONOUNS: Final = _of_class("pronoun")
RELATIVES: Final = _of_class("relative")
SUBORDINATORS: Final = _of_class("subordinator")
#: What opens a clause under another.
OPENERS: Final = SUBORDINATORS | RELATIVES
#: Every word that is no noun, full verb, adjective or adverb.
CLOSED: Final = DETERMINERS | PREPOSITIONS | AUXILIARIES | MODALS | PRONOUNS | OPENERS | _of_class("conjunction")
#: What makes a passive of a participle.
BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "gets", "get", "got"})

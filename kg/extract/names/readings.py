"""What was read at a nationality, and how a state and its bodies are called in every article."""

from dataclasses import dataclass, field

from kg import gazetteer
from kg.extract.names.found import Found
from kg.gazetteer import Entry

_ARAB = "arab "  # "Syrian Arab Air Force" is the Syrian air force
_SAME_ORGAN = {
    "mod": "defence ministry",
    "leadership": "government",
    "military rulers": "government",
    "military government": "government",
    "military junta": "junta",
    "ruling junta": "junta",
    "regime": "government",
    "authorities": "government",
    "parliament": "parliament",
    "armies": "army",
    "militaries": "military",
    "navies": "navy",
    "governments": "government",
    "parliaments": "parliament",
    "foreign ministries": "foreign ministry",
    "defence ministries": "defence ministry",
    "defense ministries": "defence ministry",
}


@dataclass
class Reading:
    """What was found, and where reading goes on. plain: nothing told. title: a role title that a name may follow."""

    last: int
    found: list[Found] = field(default_factory=list)
    title: tuple[int, int] | None = None
    plain: bool = False


def key_of(iso2: str) -> str:
    """Key of the state of an ISO 3166 code, or nothing."""
    state = gazetteer.state_of(iso2)
    return state.key if state else ""


def body_label(state: Entry, organ: str) -> str:
    """How a body of a state is called in every article: "Government of Syria", "Syrian military"."""
    organ = organ.removeprefix(_ARAB)
    organ = _SAME_ORGAN.get(organ, organ)
    if organ == "government":
        return f"Government of {state.key}"
    return f"{state.adjectives[0] if state.adjectives else state.key} {organ}"

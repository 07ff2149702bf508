"""Whether what is said is of the speaker, or of the side that he is named with, as the one who acts."""

from kg import lexicon
from kg.extract.claims.claimants import Scene
from kg.extract.claims.saying import Saying
from kg.records import ActorKind, MentionKind, Ref

_OPENING_WORDS = 4
_OWN = frozenset({"i", "we", "our", "my", "us"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_OWN_SIDE = frozenset({"country", "government", "party", "group", "side", "state", "administration"})
_TITLE = 45  # characters before a name that may hold its title
_OFFICIALS = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})


def of_self(scene: Scene, saying: Saying) -> bool:
    """Whether the words said have the speaker, or the side that the speaker is named with, as the one who acts."""
    page = scene.page
    first, past = page.words.range_of(saying.content)
    if saying.direct and not _OWN.isdisjoint(scene.lowers[first : min(past, first + _OPENING_WORDS * 3)]):
        return True
    head = scene.lowers[first : min(past, first + 6)]
    if any(word in {"he", "she", "it", "they", "we", "i"} for word in head[:1]):
        return True
    own = lexicon.words("own_forces") | _OWN_SIDE
    if not _POSSESSIVES.isdisjoint(head[:1]) and not own.isdisjoint(head[1:2]):
        return True
    speakers = {speaker.ref for speaker in saying.speakers}
    for at in range(first, min(past, first + _OPENING_WORDS)):
        actor = scene.starting(at)
        if actor is None:
            continue
        if actor.past < past and scene.lowers[actor.past] in {"'s", "'"}:
            return False
        if actor.ref in speakers:
            return True
        known = scene.entities.actors.get(actor.ref)
        return (
            known is not None
            and known.kind in _OFFICIALS
            and any(_speaks_for(scene, s, actor.ref, page.text(actor.words)) for s in speakers)
        )
    return False


def _speaks_for(scene: Scene, speaker: Ref, actor: Ref, words: str) -> bool:
    """Whether a speaker is of an actor's state: by what is known of both, or as the words of and before his name hold
    that of the actor or its adjective ("Russian president").
    """
    if actor in scene.kin.get(speaker, ()):
        return True
    stem = words.split()[0].lower()[:4]
    text = scene.page.article.text
    for mention in scene.entities.mentions_of(speaker)[:6]:
        titled = mention.kind is MentionKind.NAME and speaker in scene.people
        begin = mention.span.begin - (_TITLE if titled else 0)
        if stem in text[max(0, begin) : mention.span.end].lower():
            return True
    return False

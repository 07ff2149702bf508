"""Acts of saying, passage by passage: who, with what cue, says what words."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.contents import indirect_contents, trimmed
from kg.extract.claims.cue_instances import find_instances
from kg.extract.claims.cues import function_words, source_documents
from kg.extract.claims.instance import Instance, Stretch, confirms
from kg.extract.claims.learned_sayings import learned_sayings
from kg.extract.claims.passages import goes_over_sentences, is_direct, passages, resumes
from kg.extract.claims.quotes import Quotation, find_quotations
from kg.extract.claims.saying import Saying
from kg.extract.claims.speeches import run_together
from kg.extract.claims.subjects import subject_before
from kg.records import SegmentKind, Span, Stance

_LEAD_REACH = 14
_LONGEST_TITLE = 9
_MOST_CLAUSES = 6
_NEAR = 5  # words between a verb and a quotation of few words
_TAKING_UP = frozenset({"which", "that"})


def find_sayings(scene: Scene) -> list[Saying]:
    """All acts of saying of an article, in the order in which the text reports them."""
    page = scene.page
    quotations: list[Quotation] = []
    joining: list[Quotation] = []
    for quotation in find_quotations(page.article.text):
        direct = is_direct(page, quotation) or (bool(quotations) and resumes(page, quotations[-1], quotation))
        if direct:
            quotations.append(quotation)
        if direct or goes_over_sentences(page, quotation):
            joining.append(quotation)
    spoken = set(quotations)
    found: list[Saying] = []
    for passage, held in passages(page, joining):
        first, past = page.words.range_of(passage)
        if first < past:
            found.extend(_of_passage(scene, first, past, [each for each in held if each in spoken], found))
    found = run_together(page, found)
    return sorted([*found, *learned_sayings(scene, found)], key=lambda saying: saying.cue or saying.content)


def _of_passage(scene: Scene, first: int, past: int, quotations: list[Quotation], so_far: list[Saying]) -> list[Saying]:
    """The acts of saying of one passage; quotations that nobody says are words of the article like others."""
    headline = _headline(scene, first, past)
    if headline is not None:
        rest = scene.page.words.range_of(headline.content)[1] + 1
        return [headline, *(_attempt(scene, rest, past, [], so_far)[0] if rest < past else ())]
    spoke_before = scene.last
    found, unsaid = _attempt(scene, first, past, quotations, so_far)
    if any(
        quotation.outer.begin <= scene.page.words.begins[first] and _fills(scene, quotation, past)
        for quotation in unsaid
    ):
        scene.last = spoke_before
        found, _ = _attempt(scene, first, past, [q for q in quotations if q not in unsaid], so_far)
    return found


def _fills(scene: Scene, quotation: Quotation, past: int) -> bool:
    """Whether a quotation is all of a passage: then the marks tell no speech from report."""
    return quotation.outer.end >= scene.page.words.spans[past - 1].end


def _attempt(
    scene: Scene, first: int, past: int, quotations: list[Quotation], so_far: list[Saying]
) -> tuple[list[Saying], list[Quotation]]:
    """The acts of saying of a passage if each of some quotations is speech, and those that nobody turns out to say."""
    ranges = [scene.page.words.range_of(quotation.outer) for quotation in quotations]
    masked = frozenset(at for begin, end in ranges for at in range(max(begin, first), min(end, past)))
    stretch = Stretch(first, past, masked)
    spoke_before = scene.last
    instances = find_instances(scene, stretch)
    chosen = [_attribution(scene, stretch, begin, end, instances) for begin, end in ranges]
    found = _indirect(scene, stretch, instances, frozenset(number for number in chosen if number is not None))
    unsaid = []
    for quotation, (begin, _), number in zip(quotations, ranges, chosen, strict=True):
        content = trimmed(scene, *scene.page.words.range_of(quotation.inner))
        if content is None:
            unsaid.append(quotation)
        elif number is not None:
            saying = _saying(scene, instances[number], content, direct=True)
            if found and found[-1].direct and found[-1].cue == saying.cue:
                found[-1] = _merge(found[-1], saying)
            else:
                found.append(saying)
        else:
            speakers = _going_on(scene, begin, [*so_far[-1:], *found], spoke_before)
            if speakers:
                found.append(Saying(speakers, None, content, Stance.ASSERTS, "continued", direct=True))
            else:
                unsaid.append(quotation)
    return sorted(found, key=lambda saying: (saying.cue or saying.content, saying.content)), unsaid


def _indirect(scene: Scene, stretch: Stretch, instances: list[Instance], quoting: frozenset[int]) -> list[Saying]:
    """What is said in the article's words, but not what a speaker says that he said ("he said he had ordered …")."""
    kept: list[Saying] = []
    for number, instance in enumerate(instances):
        if number in quoting or (instance.verb is not None and instance.verb.quote_only):
            continue
        if (
            instance.construction == "raised"
            and not instance.speakers
            and _is_sourced(instance, instances[number + 1 :])
        ):
            continue
        comment = instance.construction == "comment"
        contents = [] if comment else indirect_contents(scene, stretch, instance, instances)
        if kept and (comment or _takes_up(scene, instance)):
            contents = [kept[-1].content]
        for content in contents:
            saying = _saying(scene, instance, content, direct=False)
            if not any(_says_himself(outer, saying) for outer in kept[-_MOST_CLAUSES:]):
                kept.append(saying)
    return kept


def _is_sourced(instance: Instance, later: list[Instance]) -> bool:
    """Whether the words right behind tell who says what "was reported": "were reported killed, according to X"."""
    following = later[0] if later else None
    return following is not None and following.construction == "according" and following.first - instance.past < _NEAR


def _takes_up(scene: Scene, instance: Instance) -> bool:
    """Whether a relative stands for the words said before: "that it had won, which the army denied"."""
    before = scene.lowers[max(0, instance.begin - 2) : instance.begin]
    answers = instance.stance is Stance.DENIES or confirms(instance)
    return answers and instance.construction == "verb" and not _TAKING_UP.isdisjoint(before)


def _says_himself(outer: Saying, inner: Saying) -> bool:
    """Whether an act of saying is only what its own speaker says of himself: "he said that he hoped …"."""
    inside = inner.cue is not None and outer.content.begin <= inner.cue.begin < outer.content.end
    return inside and {s.ref for s in outer.speakers} == {s.ref for s in inner.speakers}


def _saying(scene: Scene, instance: Instance, content: Span, direct: bool) -> Saying:
    cue = scene.page.words.span_of(instance.first, instance.past)
    if instance.verb is not None and instance.verb.follows & instance.verb.skip:
        words = scene.lowers
        end = instance.past
        if end < len(words) and words[end] in instance.verb.follows & instance.verb.skip - {"that", "to"}:
            cue = scene.page.words.span_of(instance.first, end + 1)
    lemma = instance.verb.lemma if instance.verb else ""
    return Saying(
        instance.speakers, cue, content, instance.stance, instance.construction, lemma, direct, instance.aimed
    )


def _attribution(scene: Scene, stretch: Stretch, begin: int, end: int, instances: list[Instance]) -> int | None:
    """Number of the cue that a quotation hangs on: right after it, else the last one before it."""
    for number, instance in enumerate(instances):
        if instance.construction in {"noun", "alleged"}:
            continue
        if not instance.shared and _stands_after(scene, instance, end):
            return number
    best = None
    for number, instance in enumerate(instances):
        if instance.construction in {"alleged", "passive"} or instance.past > begin:
            continue
        between = range(instance.past, begin)
        if len(between) <= _LEAD_REACH and not any(
            at in stretch.masked or scene.lowers[at] in {".", ";"} for at in between
        ):
            best = number
    return best


def _stands_after(scene: Scene, instance: Instance, end: int) -> bool:
    """Whether an attribution follows a quotation: at once, or after the title of who says it."""
    if end <= instance.begin <= end + 1:
        return scene.lowers[end] != "."
    between = scene.lowers[end : instance.begin]
    if instance.construction != "verb" or not 0 < len(between) <= _LONGEST_TITLE or between[0] != ",":
        return False
    after = scene.lowers[instance.past : instance.past + 3]
    told = after[:1] in ([","], ["."]) or bool(function_words("reader") & set(after[:2]))
    return told and not any(word in {".", ";", ",", "and", "but"} for word in between[1:])


def _going_on(scene: Scene, begin: int, so_far: list[Saying], spoke_before: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Who goes on speaking in a quotation without a cue of its own: one that begins right after a claim or a colon."""
    if not begin or scene.lowers[begin - 1] not in {".", "!", "?", ":", "”", '"', "]"}:
        return ()
    text = scene.page.article.text
    here = scene.page.words.begins[begin]
    before = scene.page.words.spans[begin - 1].end
    said = [s for s in so_far if s.content.begin < here]
    if scene.lowers[begin - 1] == ":" and not (said and said[-1].content.end == scene.page.words.spans[begin - 2].end):
        return _introduced(scene, begin - 1) or spoke_before
    if said and text[before:here].count("\n") <= 3:
        last = max(said, key=lambda s: max(s.content.end, s.cue.end if s.cue else 0))
        sentence_begin = scene.page.sentence_of(Span(before - 1, before)).begin
        if last.content.end >= sentence_begin or (last.cue is not None and last.cue.begin >= sentence_begin):
            return last.speakers
    return ()


def _introduced(scene: Scene, colon: int) -> tuple[Speaker, ...]:
    """Who introduces speech by a colon: "X provided the following statement:"."""
    sentence = scene.page.sentence_of(scene.page.words.spans[colon])
    first, _ = scene.page.words.range_of(sentence)
    if not source_documents() & set(scene.lowers[first:colon]):
        return ()
    for at in range(colon - 1, first - 1, -1):
        if scene.lowers[at] in function_words("light"):
            subject = subject_before(scene, at, first)
            return subject.speakers if subject else ()
    return ()


def _merge(before: Saying, after: Saying) -> Saying:
    content = Span(before.content.begin, after.content.end)
    return Saying(before.speakers, before.cue, content, before.stance, before.construction, before.lemma, direct=True)


def _headline(scene: Scene, first: int, past: int) -> Saying | None:
    """ "Russian envoy: zone needs more time"."""
    kind = scene.page.segment_kind(scene.page.words.begins[first])
    if kind not in {SegmentKind.HEADLINE, SegmentKind.TITLE}:
        return None
    for at in range(first + 1, min(past - 1, first + 7)):
        if scene.lowers[at] == ":":
            speaker = scene.ending(at - 1)
            end = next((number for number in range(at + 1, past) if scene.lowers[number] == ";"), past)
            content = trimmed(scene, at + 1, end)
            if speaker is None or content is None or not scene.may_head(speaker):
                return None
            scene.last = (speaker,)
            return Saying((speaker,), None, content, Stance.ASSERTS, "headline")
    return None

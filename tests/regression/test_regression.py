from decimal import Decimal

import pytest
from regression_found import amount, days
from regression_items import Item, ItemError, all_items, parse
from regression_judge import judged
from spacy.language import Language

from kg.records import Quantity, Ref, Span, TimeExpression

ITEMS = all_items()


def _parameter(item: Item):
    known = pytest.mark.xfail(reason=item.phenomenon, raises=pytest.fail.Exception, strict=True)
    return pytest.param(item, id=item.id, marks=[known] if item.fails else [])


@pytest.mark.parametrize("item", [_parameter(item) for item in ITEMS])
def test_extraction_finds_what_the_item_expects(item: Item, pipeline: Language):
    wrong, things = judged(item, pipeline)
    if wrong:
        report = [item.where, item.text, *wrong, "found:", *(f"  {thing}" for thing in things)]
        pytest.fail("\n".join(report), pytrace=False)


def test_regression_set_has_at_least_300_items():
    assert len(ITEMS) >= 300


def test_regression_judge_finds_fault_with_other_facts(pipeline: Language):
    text = "= p\n[a] 2019-01-23\n> Russian warplanes bombed Idlib on Monday.\n"
    right = parse(text + 'strike AirStrike "bombed" perpetrator=Russia when=2019-01-21\nno agreement', "a.txt")[0]
    assert judged(right, pipeline)[0] == []
    for line in (
        'strike Shelling "bombed"',
        'strike AirStrike "bombed" perpetrator=Turkey',
        'strike AirStrike "bombed" perpetrator=-',
        'strike AirStrike "bombed" when=2019-01-22',
        "no strike",
        'no place "Idlib"',
        "relation allyOf Russia -> Idlib",
    ):
        assert judged(parse(text + line, "a.txt")[0], pipeline)[0], line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[a]\n> Text.\nno strike", "a.txt:1: no line '= phenomenon'"),
        ("= p\n> Text.", "a.txt:2: stands before the first"),
        ("= p\n[a b]\n> Text.", "a.txt:2: expected [name] or ![name]"),
        ("= p\n[a] 2019-02-30\n> Text.\nno strike", "a.txt:2: day"),
        ("= p\n[a]\nno strike", "a.txt:2: a has no text"),
        ("= p\n[a]\n> Text.", "a.txt:2: a has no expected facts"),
        ("= p\n[a]\n> Text.\nstorm", "a.txt:4: storm is none of actor"),
        ("= p\n[a]\n> Text.\nstrike", "a.txt:4: says nothing of the strike"),
        ("= p\n[a]\n> Text.\nstrike Storm", "a.txt:4: Storm is no kind of strike"),
        ('= p\n[a]\n> Text.\nstrike Shelling "texts"', "a.txt:4: these words do not stand in the text: texts"),
        ('= p\n[a]\n> Text.\nstrike Shelling "Text', "a.txt:4: cannot be read from here on"),
        ("= p\n[a]\n> Text.\nstrike Shelling by=Text", "a.txt:4: strike has no by, but"),
        ("= p\n[a]\n> Text.\nstrike Shelling factuality=True", "a.txt:4: factuality is one of"),
        ("= p\n[a]\n> Text.\nstrike Shelling when=Monday", "a.txt:4: when is a day"),
        ("= p\n[a]\n> Text.\nstrike Shelling target>=4", "a.txt:4: target is no amount"),
        ("= p\n[a]\n> Text.\nrelation allyOf Text", "a.txt:4: a relation is written"),
        ("= p\n[a]\n> Text.\nno strike\n> More.", "a.txt:5: text after the expected facts"),
    ],
)
def test_malformed_items_are_reported_with_their_place(content: str, message: str):
    with pytest.raises(ItemError) as raised:
        parse(content, "a.txt")
    assert str(raised.value).startswith(message)


def test_amounts_and_days_are_written_as_in_the_items():
    def counted(**bounds):
        return Quantity(Ref("quantity", "q"), Span(0, 1), **bounds)

    assert amount([counted(value=Decimal("20.0"))]) == "20"
    assert amount([counted(least=Decimal(20))]) == ">=20"
    assert amount([counted(most=Decimal(20))]) == "<=20"
    assert amount([counted(value=Decimal(100), approximate=True)]) == "~100"
    assert amount([counted(value=Decimal(20)), counted(value=Decimal(27))]) == "20..27"
    assert amount([counted(value=Decimal(20)), counted(least=Decimal(27))]) == ">=20"
    assert days(TimeExpression(Ref("time", "t"), Span(0, 1))) == "?"

"""What deciding across articles holds in memory goes with it."""

import gc

from kg.identity.items import Item
from kg.records import StrikeKind
from kg.store import Writer
from tests.identity.stories import Story, Told, tell


def test_a_refresh_leaves_no_items_to_the_collector_of_cycles(writer: Writer) -> None:
    """A build looks for cycles seldom: what waits for that would pile up, group after group."""
    told = Told("air strike", StrikeKind.AIR_STRIKE, "Kunduz", "2031-05-01", killed=3)
    text = "An air strike burnt the old loom and many carts that stood beside it on that cold day."
    gc.collect()
    gc.disable()
    try:
        for name, words in (("loom-1", text), ("loom-2", f"{text} Nobody was hurt.")):
            tell(writer, Story(name, words, "2031-05-01", (told,)))
        left = sum(isinstance(each, Item) for each in gc.get_objects())
    finally:
        gc.enable()
    assert left == 0

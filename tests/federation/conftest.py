from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, Store, parse

from tests.federation.following import LOCAL
from tests.outside.standin import StandIn, standing_in


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.extend(parse(LOCAL, format=RdfFormat.TURTLE))
    return made

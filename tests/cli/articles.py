"""One article, as the tests of the command line give it."""

import json

TEXT = "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people."
LINE = json.dumps({"id": "a", "text": TEXT, "published": "2020-03-05"}) + "\n"

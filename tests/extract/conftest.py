"""Generated texts are judged by what is found in them, never by how long that took on a busy machine."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

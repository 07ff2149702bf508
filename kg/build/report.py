"""What a build says of itself."""

from dataclasses import dataclass, field

from kg.sources import Problem


@dataclass
class BuildReport:
    """What a build did. Lists keep the order of the input.

    ``retracted`` and ``missing`` name what was to be taken back, as it was named there: what the store had, and what it
    had not. ``replaced`` counts those of the written that the store had in another version, ``quads`` the triples of
    the graphs written, ``added`` and ``removed`` the triples by which graphs of articles changed. ``generation`` is the
    newest published snapshot.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retracted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    replaced: int = 0
    quads: int = 0
    added: int = 0
    removed: int = 0
    generation: int | None = None
    interrupted: bool = False

    @property
    def skipped(self) -> list[Problem]:
        """The problems for which something was left out."""
        return [p for p in self.problems if p.skipped]

    @property
    def unreadable(self) -> list[Problem]:
        """Named inputs that could not be opened or held nothing."""
        return [p for p in self.problems if p.unreadable]

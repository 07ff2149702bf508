"""The errors that a user may see: one small tree, each with an exit code and an HTTP status.

    ConflictKgError
    ├── UsageError            2  400   the request itself is wrong: an unknown option, name or value
    │   └── QueryError        2  400   the SPARQL text is not well formed or asks for what is not allowed
    │       └── UpdateFailed  2  500   a well-formed update cannot be carried out, as on a graph that is not there
    ├── InputError            3  400   an input cannot be read at all
    ├── StoreError            4  503   the store cannot be used
    │   ├── StoreMissing      4  503   there is no store, or none has been published yet
    │   ├── StoreBusy         4  503   another process is writing to the store
    │   └── StoreFull         4  507   the disk under the store is full
    ├── ArticleError          1  422   one article cannot be used; the others go on
    ├── ModelError            3  500   the language pipeline cannot be loaded
    ├── WorkersEnd            1  500   the processes that extract end before they begin
    ├── OutsideError          5  502   another host gave no answer that can be used
    │   ├── OutsideRefused    5  502   the host, its address or where it sends us is not one that may be asked
    │   └── OutsideTimeout    5  504   the time given to another host is over, or would be before it may be asked again
    ├── CheckFailed           1  422   a check found faults, or items were skipped under --strict
    └── SpanError             1  500   a mention does not say what stands at its offsets (a fault of the extractor)

Every message is one line, written for the reader who has to mend the cause.
"""


class ConflictKgError(Exception):
    """Base of every error that the project raises on purpose."""

    exit_code = 1
    http_status = 500


class UsageError(ConflictKgError):
    """The request is wrong in itself."""

    exit_code = 2
    http_status = 400


class QueryError(UsageError):
    """A SPARQL query is malformed or not allowed.

    line and column count from 1; None where the engine names no place.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class UpdateFailed(QueryError):
    """A well-formed update cannot be carried out; the SPARQL protocol (section 2.2.4) calls for status 500."""

    http_status = 500


class InputError(ConflictKgError):
    """An input cannot be read: missing file, no permission, unknown format."""

    exit_code = 3
    http_status = 400


class ArticleError(ConflictKgError):
    """One article is unusable (empty, not text, too long); a build reports it and goes on."""

    exit_code = 1
    http_status = 422


class ModelError(ConflictKgError):
    """The language pipeline named in the settings cannot be loaded."""

    exit_code = 3
    http_status = 500


class OutsideError(ConflictKgError):
    """Another host answered with an error, with too much, with nonsense, or not at all."""

    exit_code = 5
    http_status = 502


class OutsideRefused(OutsideError):
    """A host is not on the list of those that may be asked, or its address is not a public one."""


class OutsideTimeout(OutsideError):
    """The time for an exchange with another host is over, or too short for the pause that the host asks for."""

    http_status = 504


class WorkersEnd(ConflictKgError):
    """The processes that extract end before they begin, as where memory is short."""


class StoreError(ConflictKgError):
    """The store cannot be opened, read or written."""

    exit_code = 4
    http_status = 503


class StoreMissing(StoreError):
    """No store stands at the given folder, or nothing has been published in it."""


class StoreBusy(StoreError):
    """Another process holds the store for writing."""


class StoreFull(StoreError):
    """The disk is full: nothing of the last transaction was kept."""

    http_status = 507


class CheckFailed(ConflictKgError):
    """A validation found faults, or a strict run had to skip something."""

    exit_code = 1
    http_status = 422


class SpanError(ConflictKgError):
    """A mention's words differ from the text at its offsets: the record is refused."""

    exit_code = 1
    http_status = 500

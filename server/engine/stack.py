"""Room on the stack of a process that runs the engine, which follows a query's groups and operators by recursion."""

import resource
from typing import Final

# Measured: of 22 kinds of chains, each a text of a megabyte, one (``!!!…``) needs between 768 and 900 MiB; the others
# stay below 512, or run until their time is up.
_BYTES: Final = 960 << 20


def deepen_stack() -> None:
    """Lets this thread's stack grow further, where the system allows it; what is not used takes no memory."""
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if soft == resource.RLIM_INFINITY or soft >= _BYTES:
        return
    allowed = _BYTES if hard == resource.RLIM_INFINITY else min(_BYTES, hard)
    try:
        resource.setrlimit(resource.RLIMIT_STACK, (allowed, hard))
    except (ValueError, OSError):
        return  # some systems fix it when a program starts: the longest chains then end the process, as a bound does

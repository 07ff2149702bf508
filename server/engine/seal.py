"""Takes the network away from a process that runs the engine, so that what the guard might miss reaches nobody.

A seccomp filter (Linux, x86-64 and ARM64) refuses every socket but Unix ones. Elsewhere the guard stands alone.
"""

import ctypes
import errno
import platform
import socket
import struct
import sys
from typing import Final

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
# The machine's name → its AUDIT_ARCH and its number of the call socket(2), from the kernel's headers.
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS: a word of struct seccomp_data
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW: Final = 0x7FFF0000
_FAIL: Final = 0x00050000 | errno.EACCES


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def seal() -> bool:
    """Refuses this process, and threads that it starts from now on, every socket but Unix ones.

    Returns whether the system did it. There is no way back.
    """
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    arch, number = _MACHINES[platform.machine()]
    instructions = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 0, 5, arch),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_EQUAL, 0, 3, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_EQUAL, 1, 0, socket.AF_UNIX),
        (_RETURN, 0, 0, _FAIL),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(instructions), ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)

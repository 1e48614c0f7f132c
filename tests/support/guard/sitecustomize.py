"""Loaded by every Python process of a guarded run, before anything else: no socket is opened in secret.

What Python does with a socket is written to the file of SOCKETS_SEEN, one line each, by an audit hook, which
no library can remove. What compiled libraries do, Python does not see. On Linux the kernel therefore ends a
process that calls for what SOCKETS_FORBIDDEN names: "socket" (of the internet) or "connect". Threads and
children inherit it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from typing import Any

_SEEN = os.environ["SOCKETS_SEEN"]
_FORBIDDEN = os.environ.get("SOCKETS_FORBIDDEN", "")
_INTERNET = (2, 10, 23, 30)  # AF_INET, and AF_INET6 of Linux, Windows and macOS

# linux/filter.h, linux/seccomp.h, linux/audit.h
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_NUMBERS = {"x86_64": {"socket": 41, "connect": 42}, "aarch64": {"socket": 198, "connect": 203}}


def _note(event: str, given: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event == "socket.__new__":
        if int(given[1]) not in _INTERNET:
            return  # pairs within the process, as asyncio has them
        said: tuple[Any, ...] = (int(given[1]),)
    elif event == "socket.gethostname":
        return
    else:
        said = tuple(item for item in given if isinstance(item, str | bytes | int | tuple))
    line = f"{os.getpid()} {event} {said!r}\n".encode("ascii", "backslashreplace")
    handle = os.open(_SEEN, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def _have_the_kernel_forbid(call: str) -> None:
    number = _NUMBERS.get(platform.machine(), {}).get(call)
    if number is None or sys.platform != "linux":
        return
    steps = [(_LOAD, 0, 0, 0)]  # the number of the call
    if call == "socket":
        steps += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, 16),  # its first argument
            (_EQUAL, 1, 0, 2),
            (_EQUAL, 0, 1, 10),
            (_RETURN, 0, 0, _KILL),
        ]
    else:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _KILL)]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    filled = Program(len(steps), ctypes.addressof(program))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(filled), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel does not take the filter")


sys.addaudithook(_note)
if _FORBIDDEN:
    _have_the_kernel_forbid(_FORBIDDEN)

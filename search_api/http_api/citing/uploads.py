"""A file as it is sent: the body itself, or a form of a browser. It stays in memory; nothing is written.

Starlette's own reading of such forms puts what is larger than a megabyte into a file on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from indexer.errors import InvalidRequest

_MOST_PARTS = 20
_MOST_HEAD = 4_000  # bytes of what a part says of itself
_LONGEST_NAME = 200


@dataclass(slots=True)
class Form:
    """files: name of the field -> (name of the file, content), none left empty. fields: the others."""

    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def is_form(content_type: str) -> bool:
    """Whether a body of that Content-Type is a form with files (RFC 7578)."""
    return content_type.strip().lower().startswith("multipart/form-data")


def read_form(content_type: str, body: bytes) -> Form:
    """The parts of such a form. Raises InvalidRequest where it is none, or has a field twice."""
    boundary = _message(f"Content-Type: {content_type}").get_param("boundary", "")
    if not isinstance(boundary, str) or not 0 < len(boundary) <= 200 or not boundary.isascii():
        raise _wrong("it does not say where its parts end")
    mark = b"\r\n--" + boundary.encode()
    _, *parts = (b"\r\n" + body).split(mark, _MOST_PARTS + 2)
    if len(parts) > _MOST_PARTS + 1:
        raise _wrong("it has too many parts")
    if not parts or not parts[-1].startswith(b"--"):
        raise _wrong("its end is missing")
    found = Form()
    for part in parts[:-1]:
        head, blank, content = part.partition(b"\r\n\r\n")
        if not blank or len(head) > _MOST_HEAD:
            raise _wrong("a part of it cannot be read")
        _add(found, _message(head.decode("utf-8", "replace").strip()), content)
    return found


def attachment(name: str, ending: str) -> str:
    """A Content-Disposition (RFC 6266): the name of a file that was sent, with another ending."""
    stem = PurePosixPath(file_name(name)).stem or "draft"
    plain = "".join(each if each.isascii() and (each.isalnum() or each in " ._-") else "_" for each in stem)
    return f"attachment; filename=\"{plain}{ending}\"; filename*=UTF-8''{quote(stem + ending, safe='')}"


def file_name(given: str) -> str:
    """The last part of a name, which some browsers send with its folders; nothing that moves a cursor."""
    last = PureWindowsPath(PurePosixPath(given).name).name
    return "".join(each for each in last if each.isprintable())[-_LONGEST_NAME:].strip()


def _add(found: Form, head: Message, content: bytes) -> None:
    name = head.get_param("name", header="content-disposition")
    # get_filename reads the encoded form of RFC 5987 too, which curl and some programs send.
    file = head.get_filename()
    if not isinstance(name, str) or not name:
        raise _wrong("a part of it has no name")
    if name in found.files or name in found.fields:
        raise _wrong(f"{name[:40]!r} is given twice")
    if file is None:
        found.fields[name] = content.decode("utf-8", "replace").replace("\r\n", "\n")
    elif file or content:
        found.files[name] = file_name(file), content


def _message(head: str) -> Message:
    return HeaderParser().parsestr(head + "\n\n")


def _wrong(reason: str) -> InvalidRequest:
    return InvalidRequest(f"the form cannot be read: {reason}", "send the file again")

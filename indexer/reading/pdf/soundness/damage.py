"""Is the file as it was written? Every compressed stream is inflated against its own checksum.

PDFium shows what is left of a damaged stream without a word, so that a paragraph may go on into the text
of another. zlib ends each stream with a checksum (RFC 1950) that one changed bit breaks.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field

from .lists import lists_are_wrong
from .maps import is_whole_map, references

_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+obj\b")
_FILTER = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NAME = re.compile(rb"/\w+")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_HEADER = re.compile(rb"%PDF-\d\.\d")
_NUMBERS = 20  # bytes before "obj" in which its numbers lie
_HEAD = 4_000  # bytes before a stream in which its dictionary lies
_ONCE, _MOST = 1 << 20, 256 << 20  # bytes inflated at a time and of one file
# Streams that hold no words of the page. A typeface does: its widths part the words.
_OPAQUE = re.compile(rb"/(?:Type|Subtype)\s*/(?:Image|Metadata|EmbeddedFile|XML)\b")
_PREDICTED = re.compile(rb"/Predictor\s+(?:2|1\d)\b")
_LISTS = re.compile(rb"/(?:XRef|ObjStm)\b")
_A85 = (b"/ASCII85Decode", b"/A85")
_FLATE = (b"/FlateDecode", b"/Fl")
_FILTERS = frozenset(
    b"/FlateDecode /Fl /ASCII85Decode /A85 /ASCIIHexDecode /AHx /LZWDecode /LZW /RunLengthDecode /RL "
    b"/CCITTFaxDecode /CCF /JBIG2Decode /DCTDecode /DCT /JPXDecode /Crypt".split()
)
_STRINGS = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\](){}%]*|%[^\r\n]*", re.S
)
_WORD = re.compile(rb"[^\s\[\]<>{}]+")
_NUMBER = re.compile(rb"[-+]*[\d.][\d.\-]*")
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP "
    b"n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
    b" true false null".split()
)


@dataclass(slots=True)
class Scan:
    """What the bytes of a file say of its soundness.

    damaged: numbers of objects whose stream is not as written. structure: whether the lists of objects are
    not as written. files: PDFs in it, one after the other. maps: number of each map of glyphs to characters
    and its text. actual: whether some stream may replace what it draws by other characters: by words of its
    own, or by_name by those of a list elsewhere (other_words; most are of the tree of tags, which no page
    draws). layers: whether the file has layers.
    """

    damaged: set[int] = field(default_factory=set)
    structure: bool = False
    files: int = 1
    maps: dict[int, bytes] = field(default_factory=dict)
    actual: bool = False
    layers: bool = False
    by_name: bool = False
    other_words: bool = False


def scan(data: bytes, *, encrypted: bool) -> Scan:
    """Look at every stream and at the table of objects. encrypted: streams cannot be inflated as they are."""
    found = Scan(layers=b"/OCProperties" in data)
    left = _MOST
    headers = [match.start() for match in _HEADER.finditer(data)]
    inside: list[tuple[int, int]] = []
    packed: list[tuple[bytes, bytes]] = []  # lists of objects: dictionary and text
    wanted: set[int] = set()  # maps of glyphs that typefaces name
    position = 0
    while (match := _STREAM.search(data, position)) is not None:
        start = match.end()
        number, head = _dictionary(data, match.start())
        position = start
        if number is None:
            found.structure = True  # the head of the stream is not as written
            continue
        end = data.find(b"endstream", start)
        length = _LENGTH.search(head)
        if length:
            told = start + int(length[1])
            if data[told : told + 12].lstrip(b"\r\n").startswith(b"endstream"):
                end = told
        if end < 0:
            found.structure = True
            break
        inside.append((start, end))
        position = end
        if encrypted or _OPAQUE.search(head):
            continue
        sound, text, used = _inflated(data, start, end, head, left)
        left -= used
        if not sound:
            found.damaged.add(number)
            found.structure |= b"/ObjStm" in head or b"/XRef" in head
        _notice(found, number, text)
        if b"/XRef" in head:
            packed.append((head, text))
        elif b"/ObjStm" in head:
            wanted |= references(text)
    found.other_words |= b"/ActualText" in data
    found.actual |= found.by_name and found.other_words
    outside = [place for place in headers if not any(first <= place < last for first, last in inside)]
    found.files = max(len(outside), 1)
    found.structure |= lists_are_wrong(data, outside[0] if outside else 0, packed)
    if not encrypted:
        wanted |= references(data)
        found.damaged |= {number for number in wanted - set(found.maps) if number not in found.damaged}
        found.damaged |= {number for number, text in found.maps.items() if not is_whole_map(text)}
    return found


def _dictionary(data: bytes, end: int) -> tuple[int | None, bytes]:
    """Number and text of the object whose stream begins at `end`."""
    head = data[max(end - _HEAD, 0) : end]
    if not head.rstrip().endswith(b">>"):
        return None, b""
    place = len(head)
    while (place := head.rfind(b"obj", 0, place)) >= 0:
        if begins := _OBJECT.search(head, max(place - _NUMBERS, 0), place + 3):
            return int(begins[1]), head[begins.end() :]
    return None, b""


def _inflated(data: bytes, start: int, end: int, head: bytes, left: int) -> tuple[bool, bytes, int]:
    """Whether a stream is as written, its first megabyte, and the bytes that it made."""
    filters = _FILTER.search(head)
    names = _NAME.findall(filters[1] or filters[2]) if filters else []
    if _PREDICTED.search(head) and not _LISTS.search(head):
        return False, b"", 0  # what pictures and lists of numbers are packed with turns text into noise
    if not names:
        text = data[start:end]
        if _is_packed(text):
            return False, b"", 0  # the name of its filter is not as written
        return b"/Type" in head or b"/Length1" in head or _is_content_or_other(text), text, len(text)
    if names[0] in _A85 and len(names) == 2 and names[1] in _FLATE:
        try:
            packed = base64.a85decode(b"<~" + data[start:end].strip().removeprefix(b"<~"), adobe=True)
        except ValueError:
            return False, b"", 0
        return _unpacked(memoryview(packed), left)
    if names[0] in _FLATE and len(names) == 1:
        return _unpacked(memoryview(data)[start:], left)
    return _FILTERS.issuperset(names), b"", 0


def _unpacked(source: memoryview, left: int) -> tuple[bool, bytes, int]:
    """As `_inflated`, of what zlib has packed. source: from its first byte on."""
    engine = zlib.decompressobj()
    text, made = b"", 0
    place = 0
    try:
        while not engine.eof and made < left:
            chunk = engine.unconsumed_tail or source[place : place + 65_536]
            if not engine.unconsumed_tail:
                place += 65_536
                if not len(chunk):
                    break
            part = engine.decompress(bytes(chunk), _ONCE)
            made += len(part)
            if not text:
                text = part
            elif len(text) < _ONCE:
                text += part
    except zlib.error:
        return False, text, made
    return engine.eof or made >= left, text, made


def _is_packed(text: bytes) -> bool:
    """Whether it begins as zlib does (RFC 1950) and can be inflated: packed, whatever its head says."""
    if len(text) < 8 or text[0] & 15 != 8 or (text[0] << 8 | text[1]) % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(text[:4_096])) > len(text[:4_096]) // 2
    except zlib.error:
        return False


def _is_content_or_other(text: bytes) -> bool:
    """Whether the text of a stream, if it holds drawing operators at all, holds nothing else."""
    if not re.search(rb"\bBT\b", text[:100_000]) or b"\bID\b" in text:
        return True
    words = [word for word in _WORD.findall(_STRINGS.sub(b" ", text)) if not _NUMBER.fullmatch(word)]
    return set(words) <= _OPERATORS and words.count(b"BT") == words.count(b"ET")


def _notice(found: Scan, number: int, text: bytes) -> None:
    if b"begincmap" in text or b"beginbf" in text:
        found.maps[number] = text
        return
    words = b"/ActualText" in text
    if b"BDC" in text:
        found.actual |= words
        found.by_name |= not all(part.rstrip().endswith(b">>") for part in text.split(b"BDC")[:-1])
    else:
        found.other_words |= words
    found.layers |= b"/OCProperties" in text

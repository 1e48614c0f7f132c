"""The register of local authorities: which authority is meant by a name, as it is printed or typed."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from indexer.errors import PinpointError, UnknownAuthority, UnknownRegion, system_reason
from indexer.locations import corpus_folder

_COLUMNS = (
    "urn", "la_code", "ons_code", "name", "also_known_as", "region", "la_type", "statistical_neighbours",
)  # fmt: skip

# What a reader adds to the names in the table, by URN: names in use that no rule below derives.
_IN_USE: dict[str, tuple[str, ...]] = {
    "80427": ("BANES", "Bath and NE Somerset"),
    "80450": ("Corporation of London", "City of London Corporation", "London Corporation"),
    "80455": ("Scilly", "Scilly Isles"),
    "80465": ("County Durham",),
    "80466": ("East Riding",),
    "80513": ("Richmond", "Richmond on Thames"),
    "80525": ("Newcastle",),
    "80545": ("Royal Borough of Kingston",),
    "80559": ("Southend",),
}

# A council that bears an authority's name but was another body, with its own URN: (URN, word).
_ANOTHER_BODY = {("2532283", "county")}  # Dorset County Council, abolished in 2019

# The words around a printed name, taken off one phrase at a time; the key is the form that they claim.
_LEADING: dict[str, tuple[str, ...]] = {
    "": ("inspection of", "re inspection of", "reinspection of", "the", "borough of", "council of"),
    "royal": ("royal borough of", "rb of"),
    "london": ("london borough of", "london borough", "lb of", "lb"),
    "metropolitan": ("metropolitan borough of", "metropolitan district of"),
    "city": ("city of",),
    "county": ("county of",),
}
_TRAILING: dict[str, tuple[str, ...]] = {
    "": (
        *("local authority", "childrens services", "childrens social care services"),
        *("council", "unitary authority", "borough", "district"),
    ),
    "royal": ("royal borough",),
    "london": ("london borough",),
    "metropolitan": ("metropolitan", "metropolitan borough", "mbc", "mdc"),
    "city": ("city", "city of"),
    "county": ("county", "county of"),
}
_ROYAL = {"greenwich", "kensington and chelsea", "kingston on thames", "windsor and maidenhead"}
_COMPASS = frozenset({"north", "south", "east", "west"})
_NEVER_ALONE = {"london"}  # "City of London" is not the whole of London
_SHORTEST = 2  # letters of a name that others are near to
_LONGEST = 200  # characters of a name that are worth matching


@dataclass(frozen=True, slots=True)
class Authority:
    """One row of the register.

    also_known_as: other spellings from the table. region: as in the table. la_type: "County",
    "London Borough", "Metropolitan District", "Unitary Authority", or "" for an abolished authority.
    statistical_neighbours: LA codes, nearest first, empty for an abolished authority.
    """

    urn: str
    la_code: str
    ons_code: str
    name: str
    also_known_as: tuple[str, ...]
    region: str
    la_type: str
    statistical_neighbours: tuple[str, ...]


class Register:
    """Authorities in the table's order, found by name, URN or LA code. Immutable."""

    def __init__(self, authorities: Iterable[Authority]) -> None:
        """Raises PinpointError where two authorities share a URN, an LA code or a name."""
        self._authorities = tuple(authorities)
        self._by_urn: dict[str, Authority] = {}
        self._by_code: dict[str, Authority] = {}
        self._by_key: dict[str, Authority] = {}
        for authority in self._authorities:
            _put(self._by_urn, authority.urn, authority)
            _put(self._by_code, authority.la_code, authority)
            _put(self._by_key, name_key(authority.name), authority)
        for authority in self._authorities:
            for name in (*authority.also_known_as, *_IN_USE.get(authority.urn, ())):
                _put(self._by_key, name_key(name), authority)
        self._add_reduced_names()

    @classmethod
    def load(cls, path: Path) -> Register:
        """The register in a CSV of the columns of `Authority`.

        `also_known_as` is a bracketed list, LA codes of neighbours are separated by spaces.
        Raises PinpointError with the line that is wrong.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file, strict=True)
                missing = set(_COLUMNS).difference(rows.fieldnames or ())
                if missing:
                    raise PinpointError(f"{path} lacks the column {min(missing)}", "use the table in corpus/")
                return cls([_authority(row, f"{path}, line {rows.line_num}") for row in rows])
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = system_reason(error) if isinstance(error, OSError) else str(error)
            raise PinpointError(f"cannot read the register of authorities {path}", reason) from error

    def __iter__(self) -> Iterator[Authority]:
        return iter(self._authorities)

    def __len__(self) -> int:
        return len(self._authorities)

    def match(self, name: str) -> Authority | None:
        """The authority that `name` names, in any printed spelling; None if none or not surely one.

        Case, punctuation, "&", "upon"/"on" and the words around a name do not matter ("Inspection
        of the London Borough of ... local authority children's services"); every remaining word
        does. The form named must fit: no "County Council" of a London borough.
        """
        for level in _levels(name_key(name[: _LONGEST + 1])):
            found = {
                authority.urn: authority
                for key, forms in level
                if (authority := self._by_key.get(key)) and self._fits(authority, forms)
            }
            if found:
                return next(iter(found.values())) if len(found) == 1 and len(name) <= _LONGEST else None
        return None

    def find(self, name: str) -> Authority:
        """As `match`. Raises UnknownAuthority with near names to choose from; never picks one."""
        found = self.match(name)
        if found:
            return found
        near = self.near_names(name)
        remedy = f"did you mean {' or '.join(near)}?" if near else "use a name from authorities.csv"
        raise UnknownAuthority(f"{name[:80]!r} is not in the register of authorities", remedy)

    def near_names(self, name: str) -> tuple[str, ...]:
        """At most three register names: by shared words and beginnings first, then by spelling."""
        bare = min((key for level in _levels(name_key(name[:_LONGEST])) for key, _ in level), key=len)
        words = set(bare.split())
        if len(bare) < _SHORTEST:
            return ()
        sharing = [
            key
            for key in self._by_key
            if words <= set(key.split()) or words >= set(key.split()) or key.startswith(f"{bare}shire")
        ]
        spelled = difflib.get_close_matches(bare, list(self._by_key), n=6, cutoff=0.75)
        return tuple(dict.fromkeys(self._by_key[key].name for key in (*sharing, *spelled)))[:3]

    def names(self) -> Mapping[str, Authority]:
        """Every form of a name that is one authority's alone, as `name_key` writes it."""
        return MappingProxyType(self._by_key)

    def by_urn(self, urn: str) -> Authority | None:
        """The authority with this Ofsted URN, None where the register lacks it."""
        return self._by_urn.get(urn)

    def by_code(self, la_code: str) -> Authority | None:
        """The authority with this LA code, None where the register lacks it."""
        return self._by_code.get(la_code)

    def neighbours(self, authority: Authority) -> tuple[Authority, ...]:
        """Statistical neighbours, nearest first. Raises PinpointError for a code not in the register."""
        found = []
        for code in authority.statistical_neighbours:
            neighbour = self._by_code.get(code)
            if neighbour is None:
                raise PinpointError(
                    f"{authority.name} has the statistical neighbour {code}, which the register lacks",
                    "correct statistical_neighbours in authorities.csv",
                )
            found.append(neighbour)
        return tuple(found)

    def regions(self) -> tuple[str, ...]:
        """Every region once, in alphabetical order."""
        return tuple(sorted({authority.region for authority in self._authorities if authority.region}))

    def in_region(self, region: str) -> tuple[Authority, ...]:
        """Authorities of the region in the table's order, abolished ones among them.

        Case, "&" and "the" do not matter. Raises UnknownRegion, naming the regions.
        """
        wanted = _region_key(region)
        found = tuple(a for a in self._authorities if a.region and _region_key(a.region) == wanted)
        if not found:
            raise UnknownRegion(
                f"{region[:80]!r} is not a region of the register",
                f"use one of {', '.join(self.regions())}",
                field="region",
            )
        return found

    def _add_reduced_names(self) -> None:
        # "Bedford Borough" is also "Bedford"; a short name that two authorities would share is nobody's.
        claims: dict[str, set[str]] = {}
        for authority in self._authorities:
            for name in (authority.name, *authority.also_known_as):
                for level in _levels(name_key(name)):
                    for shorter, _ in level:
                        claims.setdefault(shorter, set()).add(authority.urn)
        for key, authority in self._by_key.items():
            for shorter in _by_initials(key):
                claims.setdefault(shorter, set()).add(authority.urn)
        for shorter, urns in claims.items():
            if len(urns) == 1 and shorter not in _NEVER_ALONE:
                self._by_key.setdefault(shorter, self._by_urn[urns.pop()])

    def _fits(self, authority: Authority, forms: frozenset[str]) -> bool:
        key = name_key(authority.name)
        kind = authority.la_type
        for form in forms:
            if (authority.urn, form) in _ANOTHER_BODY:
                return False
            if form == "royal" and key not in _ROYAL:
                return False
            if form == "london" and kind not in ("London Borough", ""):
                return False
            if form == "metropolitan" and kind not in ("Metropolitan District", ""):
                return False
            if form == "city" and kind == "County":
                return False
            if form == "county" and (
                kind in ("London Borough", "Metropolitan District")
                or f"{key}shire" in self._by_key  # "Derby County Council": the city or the county?
            ):
                return False
        return True


@cache
def default_register() -> Register:
    """The register that comes with the program, read once."""
    return Register.load(corpus_folder() / "authorities.csv")


def _put(table: dict[str, Authority], key: str, authority: Authority) -> None:
    held = table.setdefault(key, authority)
    if not key or held is not authority:
        raise PinpointError(
            f"the register gives {key!r} to {held.name} and to {authority.name}", "correct authorities.csv"
        )


def name_key(name: str) -> str:
    """Lower-case words separated by single spaces, punctuation and accents gone, "upon" as "on"."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("&", " and ").replace("'", ""))
    return " ".join({"upon": "on", "saint": "st"}.get(word, word) for word in words)


def _by_initials(key: str) -> tuple[str, ...]:
    """As in "n e lincs" and "ne lincs" for "north east lincs"; none where no point of the compass leads."""
    points = list(takewhile(_COMPASS.__contains__, key.split()))
    rest = key.split()[len(points) :]
    if not points or not rest:
        return ()
    initials = [point[0] for point in points]
    return " ".join([*initials, *rest]), " ".join(["".join(initials), *rest])


def _levels(key: str) -> Iterator[list[tuple[str, frozenset[str]]]]:
    """The name as given, then with one phrase around it taken off, then two, with the forms claimed."""
    level = [(key, frozenset[str]())]
    while level:
        yield level
        shorter = ((less, forms | {form} - {""}) for key, forms in level for less, form in _reductions(key))
        level = list(dict.fromkeys(shorter))


def _reductions(key: str) -> Iterator[tuple[str, str]]:
    for form, phrases in _LEADING.items():
        yield from (
            (key.removeprefix(f"{phrase} "), form) for phrase in phrases if key.startswith(f"{phrase} ")
        )
    for form, phrases in _TRAILING.items():
        yield from (
            (key.removesuffix(f" {phrase}"), form) for phrase in phrases if key.endswith(f" {phrase}")
        )


def _region_key(region: str) -> str:
    return " ".join(word for word in name_key(region).split() if word != "the")


def _authority(row: dict[str, str | None], place: str) -> Authority:
    values = {column: " ".join((row.get(column) or "").split()) for column in _COLUMNS}
    if None in row or not (values["urn"].isdigit() and values["la_code"].isdigit() and values["name"]):
        raise PinpointError(f"{place}: not a row of the register of authorities", "correct the line")
    return Authority(
        urn=values["urn"],
        la_code=values["la_code"],
        ons_code=values["ons_code"],
        name=values["name"],
        also_known_as=tuple(_aliases(values["also_known_as"], values["name"])),
        region=values["region"],
        la_type=values["la_type"],
        statistical_neighbours=tuple(values["statistical_neighbours"].split()),
    )


def _aliases(text: str, name: str) -> Iterator[str]:
    """As in "[BCP, Bournemouth, Christchurch & Poole]": commas part the list and stand within a name too."""
    pieces = [piece.strip() for piece in text.strip("[]").split(",") if piece.strip()]
    while pieces:
        whole = next(
            (n for n in range(len(pieces), 1, -1) if name_key(" ".join(pieces[:n])) == name_key(name)), 1
        )
        yield ", ".join(pieces[:whole])
        del pieces[:whole]


def indexed_only(names: Iterable[str], register: Register) -> Register:
    """The authorities of the index that the register lacks: samples, and names only found in print.

    Never fails, whatever the names are: of those that read alike the first stands for all.
    """
    known = {authority.name for authority in register}
    unlisted = sorted(set(names) - known)
    return Register(
        _numbered({name_key(name): name for name in reversed(unlisted) if name_key(name)}.values())
    )


def _numbered(names: Iterable[str]) -> Iterator[Authority]:
    for number, name in enumerate(sorted(names), start=1):
        yield Authority(f"{number}", f"{number}", "", name, (), "", "", ())

"""Areas and councils of the past that people name, and the authorities of today that stand in their place.

Counties that lost their council: Local Government Acts 1985 and 1992, Local Government and Public Involvement
in Health Act 2007, and the orders under them. The two parts of London: London Government Act 1963.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .register import Register, name_key


@dataclass(frozen=True, slots=True)
class Area:
    """name: as people are told it. members: names in the register, the council of that name first where the
    register has it, then those of today. note: how the name is taken, as a sentence for the user.

    spellings: other ways to write the name.
    """

    name: str
    members: tuple[str, ...]
    note: str
    spellings: tuple[str, ...] = ()

    @property
    def today(self) -> tuple[str, ...]:
        """The members but the council of that name itself."""
        return tuple(name for name in self.members if name != self.name)


def listed(names: Iterable[str]) -> str:
    """Authorities as people say them: "Leeds, Derby and Bristol" for "Bristol, City of" at the end."""
    *most, last = (name.removesuffix(", City of") for name in names)
    return f"{', '.join(most)} and {last}" if most else last


def _now(name: str, *members: str, also: tuple[str, ...] = (), own: bool = False) -> Area:
    """A council that is no more. own: whether the register still has it."""
    part = "part of " if len(members) == 1 else ""
    held = (name, *members) if own else members
    return Area(name, held, f"{name} is now {part}{listed(members)}.", also)


def _taken(name: str, *members: str, also: tuple[str, ...] = ()) -> Area:
    """An area that several authorities share."""
    return Area(name, members, f"{name} is taken as {listed(sorted(members))}.", also)


_BCP = "Bournemouth, Christchurch and Poole"
_TEES = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees")
_BLACK_COUNTRY = ("Dudley", "Sandwell", "Walsall", "Wolverhampton")
_INNER = (
    *("Camden", "City of London", "Greenwich", "Hackney", "Hammersmith and Fulham", "Islington"),
    *("Kensington and Chelsea", "Lambeth", "Lewisham", "Southwark", "Tower Hamlets", "Wandsworth"),
    "Westminster",
)
_OUTER = (
    *("Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Croydon", "Ealing", "Enfield"),
    *("Haringey", "Harrow", "Havering", "Hillingdon", "Hounslow", "Kingston upon Thames", "Merton", "Newham"),
    *("Redbridge", "Richmond upon Thames", "Sutton", "Waltham Forest"),
)

AREAS: tuple[Area, ...] = (
    _now("Cumbria", "Cumberland", "Westmorland and Furness", own=True),
    _now(
        "Northamptonshire", "North Northamptonshire", "West Northamptonshire", also=("Northants",), own=True
    ),
    _taken(
        "North and West Northamptonshire",
        "North Northamptonshire",
        "West Northamptonshire",
        also=("West and North Northamptonshire", "North and West Northants", "West and North Northants"),
    ),
    _now("Poole", _BCP, also=("Borough of Poole",), own=True),
    _now("Bournemouth", _BCP),
    _now("Christchurch", _BCP),
    Area(
        "Dorset County Council",
        ("Dorset",),
        "Dorset Council took the place of Dorset County Council in 2019.",
        ("Dorset CC",),
    ),
    Area(
        "Kingston",
        ("Kingston upon Thames",),
        "Kingston is taken as Kingston upon Thames; write Hull for Kingston upon Hull.",
        ("London Borough of Kingston",),
    ),
    _now("Westmorland", "Westmorland and Furness"),
    _now("Bedfordshire", "Bedford Borough", "Central Bedfordshire", also=("Beds",)),
    _now(
        "Berkshire",
        *("Bracknell Forest", "Reading", "Slough", "West Berkshire", "Windsor and Maidenhead", "Wokingham"),
        also=("Berks",),
    ),
    _now("Cheshire", "Cheshire East", "Cheshire West and Chester"),
    _now(
        "Avon",
        *("Bath and North East Somerset", "Bristol, City of", "North Somerset", "South Gloucestershire"),
    ),
    _now("Cleveland", *_TEES),
    _now(
        "Humberside",
        "East Riding of Yorkshire",
        *("Kingston Upon Hull, City of", "North East Lincolnshire", "North Lincolnshire"),
    ),
    _taken("Teesside", *_TEES),
    _taken("Tees Valley", "Darlington", *_TEES),
    _taken(
        "Tyne and Wear",
        *("Gateshead", "Newcastle upon Tyne", "North Tyneside", "South Tyneside", "Sunderland"),
    ),
    _taken("Tyneside", "Gateshead", "Newcastle upon Tyne", "North Tyneside", "South Tyneside"),
    _taken("Merseyside", "Knowsley", "Liverpool", "Sefton", "St. Helens", "Wirral"),
    _taken("South Yorkshire", "Barnsley", "Doncaster", "Rotherham", "Sheffield", also=("South Yorks",)),
    _taken(
        "West Yorkshire", "Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield", also=("West Yorks",)
    ),
    _taken(
        "Greater Manchester",
        *("Bolton", "Bury", "Manchester", "Oldham", "Rochdale", "Salford", "Stockport", "Tameside"),
        *("Trafford", "Wigan"),
    ),
    _taken("Black Country", *_BLACK_COUNTRY),
    _taken(
        "West Midlands metropolitan county",
        *("Birmingham", "Coventry", *_BLACK_COUNTRY, "Solihull"),
        also=(
            *("West Midlands met county", "West Midlands conurbation", "West Midlands combined authority"),
        ),
    ),
    _taken("Sussex", "Brighton and Hove", "East Sussex", "West Sussex"),
    _taken("East Anglia", "Cambridgeshire", "Norfolk", "Peterborough", "Suffolk"),
    Area(
        "Inner London",
        _INNER,
        "Inner London is taken as the City and twelve boroughs; Haringey and Newham are in outer London.",
    ),
    Area("Outer London", _OUTER, "Outer London is taken as twenty boroughs, with Haringey and Newham."),
)


def areas_of(register: Register) -> Mapping[str, Area]:
    """Areas all of whose authorities the register has, by every spelling as `name_key` writes it."""
    known = {authority.name for authority in register}
    return {
        name_key(spelling): area
        for area in AREAS
        if known.issuperset(area.members)
        for spelling in (area.name, *area.spellings)
    }

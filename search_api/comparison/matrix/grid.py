"""Where each authority of England stands on the tile map: a small table, laid by hand.

Each authority is one tile, in rows from the north and columns from the west, so that neighbours are roughly
neighbours. It shows no distance and no size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.authorities.areas import AREAS
from indexer.authorities.register import Authority, Register

_GRID = """
 .   .   .   .   .   .   NBL NTY .   .   .   .   .   .   .   .
 .   .   .   .   .   .   NCL GAT STY .   .   .   .   .   .   .
 .   .   .   .   CUM .   .   DUR SUN HPL .   .   .   .   .   .
 .   .   .   .   WAF .   DAR STT MDB RED .   .   .   .   .   .
 .   .   .   BPL LAN BBD .   NYK YOR .   .   .   .   .   .   .
 .   .   SEF WIG BOL BUR ROC BRA LEE ERY HUL .   .   .   .   .
 .   LIV KNO STH SAL MAN OLD CAL KIR WKF NLN NEL .   .   .   .
 .   WIR HAL WAR TRA SPT TAM BAR ROT DON .   .   .   .   .   .
 .   .   CHW CHE SOT STS DBS SHF NGM NTS LIN .   .   .   .   .
 .   .   .   SHR TEL WOL WAL DBY LES RUT PET .   .   .   .   .
 .   .   .   .   DUD SAN BIR COV LCR NNN BDF CAM NFK .   .   .
 .   .   .   .   HEF WOR SOL WAW WNN MIK CBF HRT SUF .   .   .
 .   .   .   BST SGL GLS SWI OXF BKM .   LUT ENF ESX SOS .   .
 .   .   .   NSM BAS WIL WBK RDG SLO HRW BRN HGY WFO .   THR .
 .   .   .   .   SOM DOR .   WDM HDN EAL BRT CMD ISL HCK RDB HVG
 .   .   .   DEV .   .   BCP WOK HNS HMF KNC WST CTY TWH NWM BDG
 .   .   CRN PLY TOR .   .   HAM BRF RCH WND LAM SWK LEW GRW BXL
 .   SCI .   .   .   .   SHN POR SRY KNG MRT SUT CRY BRM .   .
 .   .   .   .   .   .   IOW .   .   WSX BNH ESU KEN MDW .   .
"""

# Code -> name in the register.
CODES: dict[str, str] = {
    # North East
    "NBL": "Northumberland", "NTY": "North Tyneside", "NCL": "Newcastle upon Tyne", "GAT": "Gateshead",
    "STY": "South Tyneside", "DUR": "Durham", "SUN": "Sunderland", "HPL": "Hartlepool", "DAR": "Darlington",
    "STT": "Stockton-on-Tees", "MDB": "Middlesbrough", "RED": "Redcar and Cleveland",
    # North West
    "CUM": "Cumberland", "WAF": "Westmorland and Furness", "BPL": "Blackpool", "LAN": "Lancashire",
    "BBD": "Blackburn with Darwen", "SEF": "Sefton", "WIG": "Wigan", "BOL": "Bolton", "BUR": "Bury",
    "ROC": "Rochdale", "LIV": "Liverpool", "KNO": "Knowsley", "STH": "St. Helens", "SAL": "Salford",
    "MAN": "Manchester", "OLD": "Oldham", "WIR": "Wirral", "HAL": "Halton", "WAR": "Warrington",
    "TRA": "Trafford", "SPT": "Stockport", "TAM": "Tameside", "CHW": "Cheshire West and Chester",
    "CHE": "Cheshire East",
    # Yorkshire and the Humber
    "NYK": "North Yorkshire", "YOR": "York", "BRA": "Bradford", "LEE": "Leeds",
    "ERY": "East Riding of Yorkshire",
    "HUL": "Kingston Upon Hull, City of", "CAL": "Calderdale", "KIR": "Kirklees", "WKF": "Wakefield",
    "NLN": "North Lincolnshire", "NEL": "North East Lincolnshire", "BAR": "Barnsley", "ROT": "Rotherham",
    "DON": "Doncaster", "SHF": "Sheffield",
    # East Midlands
    "DBS": "Derbyshire", "DBY": "Derby", "NGM": "Nottingham", "NTS": "Nottinghamshire", "LIN": "Lincolnshire",
    "LES": "Leicestershire", "LCR": "Leicester", "RUT": "Rutland", "NNN": "North Northamptonshire",
    "WNN": "West Northamptonshire",
    # West Midlands
    "SOT": "Stoke-on-Trent", "STS": "Staffordshire", "SHR": "Shropshire", "TEL": "Telford and Wrekin",
    "WOL": "Wolverhampton", "WAL": "Walsall", "DUD": "Dudley", "SAN": "Sandwell", "BIR": "Birmingham",
    "COV": "Coventry", "HEF": "Herefordshire", "WOR": "Worcestershire", "SOL": "Solihull",
    "WAW": "Warwickshire",
    # East of England
    "PET": "Peterborough", "BDF": "Bedford Borough", "CAM": "Cambridgeshire", "NFK": "Norfolk",
    "CBF": "Central Bedfordshire", "HRT": "Hertfordshire", "SUF": "Suffolk", "LUT": "Luton", "ESX": "Essex",
    "SOS": "Southend-on-Sea", "THR": "Thurrock",
    # London
    "ENF": "Enfield", "HRW": "Harrow", "BRN": "Barnet", "HGY": "Haringey", "WFO": "Waltham Forest",
    "HDN": "Hillingdon", "EAL": "Ealing", "BRT": "Brent", "CMD": "Camden", "ISL": "Islington",
    "HCK": "Hackney",
    "RDB": "Redbridge", "HVG": "Havering", "HNS": "Hounslow", "HMF": "Hammersmith and Fulham",
    "KNC": "Kensington and Chelsea", "WST": "Westminster", "CTY": "City of London", "TWH": "Tower Hamlets",
    "NWM": "Newham", "BDG": "Barking and Dagenham", "RCH": "Richmond upon Thames", "WND": "Wandsworth",
    "LAM": "Lambeth", "SWK": "Southwark", "LEW": "Lewisham", "GRW": "Greenwich", "BXL": "Bexley",
    "KNG": "Kingston upon Thames", "MRT": "Merton", "SUT": "Sutton", "CRY": "Croydon", "BRM": "Bromley",
    # South East
    "MIK": "Milton Keynes", "BKM": "Buckinghamshire", "OXF": "Oxfordshire", "WBK": "West Berkshire",
    "RDG": "Reading", "SLO": "Slough", "WDM": "Windsor and Maidenhead", "WOK": "Wokingham",
    "BRF": "Bracknell Forest", "HAM": "Hampshire", "SRY": "Surrey", "SHN": "Southampton", "POR": "Portsmouth",
    "IOW": "Isle of Wight", "WSX": "West Sussex", "BNH": "Brighton and Hove", "ESU": "East Sussex",
    "KEN": "Kent", "MDW": "Medway",
    # South West
    "BST": "Bristol, City of", "SGL": "South Gloucestershire", "GLS": "Gloucestershire", "SWI": "Swindon",
    "NSM": "North Somerset", "BAS": "Bath and North East Somerset", "WIL": "Wiltshire", "SOM": "Somerset",
    "DOR": "Dorset", "BCP": "Bournemouth, Christchurch and Poole", "DEV": "Devon", "PLY": "Plymouth",
    "TOR": "Torbay", "CRN": "Cornwall", "SCI": "Isles of Scilly",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Of one tile, from 0 at the north-west."""

    code: str
    authority: str
    column: int
    row: int


def places() -> Iterator[Place]:
    """Every tile, from the north-west, row by row. Raises KeyError for a code that the table lacks."""
    for row, line in enumerate(_GRID.strip("\n").splitlines()):
        for column, code in enumerate(line.split()):
            if code != ".":
                yield Place(code, CODES[code], column, row)


def size() -> tuple[int, int]:
    """Columns and rows of the map."""
    lines = _GRID.strip("\n").splitlines()
    return len(lines[0].split()), len(lines)


def of_today(register: Register) -> tuple[Authority, ...]:
    """The authorities of the register whose council is still there, in its order."""
    gone = {area.name for area in AREAS if area.name in area.members and area.today}
    return tuple(item for item in register if item.name not in gone)

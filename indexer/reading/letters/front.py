"""The front of a letter: its date, whom it is addressed to, when the inspection was and who inspected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.dates import MONTHS, date_range, single_date

_MONTH = "|".join(MONTHS)
_DATE = re.compile(rf"(?:date:? )?\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})[ ,]+\d{{4}}\.?", re.I)
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: (?:{_MONTH}))?(?:,? \d{{4}})?"
_WHEN = re.compile(
    rf"\b(?:on|between|from|took place|visit of)\s+(?P<days>{_DAY}(?:\s*(?:,|and|to|until|–|-)\s*{_DAY})*)",
    re.I,
)
_LABELLED = re.compile(r"inspection dates?\s*:?\s*(?P<rest>.+)", re.I)
_DEAR = re.compile(r"dear\b", re.I)
_PERSON = re.compile(r"(?:[A-Z][\w’'.-]*\s+){1,5}[A-Z][\w’'.-]*$|[A-Z][\w’'.-]+(?: [a-z]+)? [A-Z][\w’'.-]+$")
_BODY = re.compile(
    r"\b(?:Councils?|council|[Pp]olice|Constabulary|Board|CCGs?|Group|Services?|Trust|NHS|[Aa]uthority|Team|team|Company|"
    r"Partnership|LSCB|Commissioner|Probation|Office|Borough|Cafcass)\b"
)
# An office before the body's name: "Chief Constable of Harbour Police", "Chair at NHS Harbour ICB".
_OFFICE = re.compile(
    r".{0,60}?\b(?:constable|executive|officer|chair|head|director|lead|manager|nurse|commissioner|commander)"
    r" (?:of|at|for) (?:the )?",
    re.I,
)
# A director of the council's own services: the council is the authority, not an agency beside it.
_OWN = re.compile(r"^(?:\S+ )?(?:director of )?(?:children|people)(?:['’]s)? services\b", re.I)
_AROUND = " .,;[]"
_INSPECTORATES = (
    r"Ofsted",
    r"Care Quality Commission",
    r"(?:HMI|HM Inspectorate of|H(?:is|er) Majesty[’']s Inspectorate of) Constabulary"
    r"(?:,? (?:and )?Fire (?:&|and) Rescue Services)?",
    r"(?:HMI|HM Inspectorate of|H(?:is|er) Majesty[’']s Inspectorate of) Prob(?:ation)?\b",
)
_RESPONSIBLE = re.compile(
    r"(?P<who>[A-Z][^.]{5,250}?) (?:is|are) (?:both |all )?(?:jointly )?responsible for "
    r"(?:the )?(?:planning|commissioning)"
)
_AFTER_COUNCIL = re.compile(
    r"\b(?:Council|Borough|authority|City|County)(?: \([A-Z]+\))?(?:,| and|,? alongside) ", re.I
)


@dataclass(frozen=True, slots=True)
class Front:
    """dated: the printed date. inspected: first and last day. agencies: as printed, each once."""

    dated: date | None
    inspected: tuple[date, date] | None
    agencies: tuple[str, ...]


def read_front(above: Sequence[str], introduction: str, team: str, *, partnership: bool) -> Front:
    """above: lines before the subject. introduction: the text below it, up to the first heading. team: the
    closing lines, which may list the inspectors.

    partnership: several agencies are inspected, and are recorded.
    """
    dated = next((single_date(text) for text in above if _DATE.fullmatch(text)), None)
    agencies: list[str] = []
    if partnership:
        agencies += _addressed(above)
        agencies += [
            found.group()
            for pattern in _INSPECTORATES
            if (found := re.search(pattern, f"{introduction} {team}"))
        ]
        agencies += _responsible(introduction)
    return Front(dated, _inspected(introduction, dated), tuple(dict.fromkeys(agencies)))


def _inspected(text: str, dated: date | None) -> tuple[date, date] | None:
    """The first days named after "on", "between" or "from"; without a year they have the letter's."""
    labelled = _LABELLED.search(text)
    if labelled and (days := date_range(labelled["rest"][:60].split(" Date")[0])):
        return days
    for found in _WHEN.finditer(text):
        if not re.search(_MONTH, found["days"], re.I):
            continue
        days = date_range(found["days"])
        if days is None and dated is not None:
            days = date_range(f"{found['days']} {dated.year}")
            if days is not None and days[0] > dated:
                days = date_range(f"{found['days']} {dated.year - 1}")
        if days is not None and (dated is None or days[0] <= dated):
            return days
    return None


def _addressed(above: Sequence[str]) -> list[str]:
    """The bodies of those to whom the letter is addressed: what stands after a person's name and office."""
    lines: list[str] = []
    opened = False
    for text in above:
        if _DATE.fullmatch(text):
            opened = True
        elif _DEAR.match(text):
            break
        elif opened and text:
            person = _PERSON.match(text.partition(",")[0].strip())
            if lines and ("," not in text or not person):
                lines[-1] = f"{lines[-1]} {text}"
            else:
                lines.append(text)
    bodies = []
    for whole in lines:
        _, comma, rest = whole.partition(",")
        last = rest.rpartition(",")[2].strip(_AROUND)
        body = last if _BODY.search(last) else rest.strip(_AROUND)
        office = _OFFICE.match(body)
        if office and _BODY.search(body[office.end() :]) and body[office.end() : office.end() + 1].isupper():
            body = body[office.end() :]
        if comma and _BODY.search(body) and not _OWN.search(body):
            bodies.append(body)
    return bodies


def _responsible(text: str) -> list[str]:
    """Who commissions with a council: "Northmoor Council and NHS North Integrated Care Board are …"."""
    found = _RESPONSIBLE.search(text)
    if not found:
        return []
    who = re.sub(r" \((?:the )?[A-Z]{2,6}\)", "", found["who"])
    after = _AFTER_COUNCIL.search(who)
    rest = who[after.end() :] if after else ""
    bodies = re.split(r"(?<=Board)(?:,| and) |(?<=ICB)(?:,| and) ", rest)
    return [
        re.sub(r"^(?:the|and) ", "", body.strip(" ,"))
        for body in bodies
        if re.search(r"[A-Z]{2}|Board", body)
    ]

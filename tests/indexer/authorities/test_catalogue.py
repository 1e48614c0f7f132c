"""The catalogue: reading it, choosing from it, and fetching what was chosen into a folder."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from filelock import FileLock

from indexer.authorities import fetching
from indexer.authorities.catalogue import Publication, choose, load_catalogue, shipped_catalogue
from indexer.authorities.downloads import Manners
from indexer.authorities.fetching import Outcome, fetch, is_here, note_path
from indexer.authorities.register import Authority, Register
from indexer.errors import PinpointError, UnknownAuthority
from tests.support.report_server import Answer, ReportServer, cut, made_up_pdf, status, whole

REGISTER = Register(
    [
        Authority("9001", "101", "", "Northmoor", (), "Far West", "County", ()),
        Authority("9002", "102", "", "Saltby", (), "Far West", "County", ()),
        Authority("9003", "103", "", "Wexcombe", (), "Levels", "County", ()),
    ]
)


def publication(name: str, published: str, url: str = "https://reports.example/1") -> Publication:
    urns = {"northmoor": "9001", "saltby": "9002", "wexcombe": "9003"}
    return Publication(urns.get(name, "9009"), name, date.fromisoformat(published), url)


LISTED = (
    publication("wexcombe", "2024-03-01"),
    publication("northmoor", "2026-06-02"),
    publication("northmoor", "2018-08-24"),
    publication("saltby", "2022-01-31"),
    publication("undersea", "2022-02-01"),
)


def names(chosen: tuple[Publication, ...]) -> list[str]:
    return [f"{p.authority} {p.published:%Y-%m}" for p in chosen]


def written(folder: Path, text: str) -> Path:
    path = folder / "catalogue.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_catalogue_is_read_in_its_order(tmp_path: Path) -> None:
    text = (
        "urn,authority,published,url\n9002,saltby,2022-01-31,https://reports.example/2\n"
        '9001,"northmoor, bay",2018-08-24,http://reports.example/1\n'
    )
    assert load_catalogue(written(tmp_path, text)) == (
        Publication("9002", "saltby", date(2022, 1, 31), "https://reports.example/2"),
        Publication("9001", "northmoor, bay", date(2018, 8, 24), "http://reports.example/1"),
    )


def test_two_reports_of_one_day_get_two_files(tmp_path: Path) -> None:
    text = "urn,authority,published,url\n" + "".join(
        f"9001,northmoor,2018-08-24,https://reports.example/{n}\n" for n in (1, 2)
    )
    first, second = load_catalogue(written(tmp_path, text))
    assert (first.serial, second.serial) == (1, 2)
    assert second.path.name == "children's services inspection - 24 august 2018 (2).pdf"


def test_kinds_and_pages(tmp_path: Path) -> None:
    rows = (
        "9001,northmoor,2018-08-24,https://reports.example/1,,",
        "9001,northmoor,2019-08-24,https://reports.example/2,sif,",
        "9001,northmoor,2018-08-24,,jtai,https://reports.example/",
    )
    text = "urn,authority,published,url,kind,page\n" + "\n".join(rows) + "\n"
    first, framework, joint = load_catalogue(written(tmp_path, text))
    assert (first.kind, framework.kind, joint.kind) == ("", "", "jtai"), "a framework is an inspection"
    assert (joint.serial, joint.url, joint.page) == (1, "", "https://reports.example/")
    assert joint.path.name == "joint area child protection inspection - 24 august 2018.pdf"
    everything = (first, framework, joint)
    assert choose(everything, REGISTER) == (first, framework)
    assert choose(everything, REGISTER, kinds=["jtai"]) == (joint,)
    assert len(choose(everything, REGISTER, kinds=None)) == 3


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("9001,northmoor,2018-08-24,,,", "'' is not a web address"),
        ("9001,northmoor,2018-08-24,,jtai,nowhere", "'nowhere' is not a web address"),
        ("9001,northmoor,2018-08-24,here,,https://reports.example/", "'here' is not a web address"),
        ("9001,northmoor,2018-08-24,https://reports.example/1,visit,", "'visit' is not a kind of report"),
    ],
)
def test_a_wrong_kind_or_page_is_said(tmp_path: Path, row: str, wrong: str) -> None:
    with pytest.raises(PinpointError, match=wrong):
        load_catalogue(written(tmp_path, f"urn,authority,published,url,kind,page\n{row}\n"))


def test_the_shipped_catalogue_lists_other_kinds_with_their_pages() -> None:
    listed = shipped_catalogue()
    others = [item for item in listed if item.kind]
    assert {item.kind for item in others} == {"focused_visit", "jtai", "area_send"}
    assert all(item.url for item in listed if not item.kind)
    assert all(item.page.startswith("https://") for item in others), "never an invented address of a file"
    assert len({item.path for item in listed}) == len(listed)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("x1,northmoor,2018-08-24,https://reports.example/1", "line 2: 'x1' is not a URN"),
        ("../9,northmoor,2018-08-24,https://reports.example/1", "is not a URN"),
        ("9001,,2018-08-24,https://reports.example/1", "the authority is missing"),
        ("9001,northmoor,24/08/2018,https://reports.example/1", "'24/08/2018' is not a date"),
        ("9001,northmoor,2018-08-24,file:///etc/hosts", "is not a web address"),
        ("9001,northmoor,2018-08-24,https://", "is not a web address"),
        ("9001,northmoor,2018-08-24,http://[x", "is not a web address"),
        ("9001,northmoor,2018-08-24", "is not a web address"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: str, wrong: str) -> None:
    with pytest.raises(PinpointError) as caught:
        load_catalogue(written(tmp_path, f"urn,authority,published,url\n{row}\n"))
    assert wrong in str(caught.value)


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PinpointError, match="lacks the column published"):
        load_catalogue(written(tmp_path, "urn,authority,url\n"))
    with pytest.raises(PinpointError, match="cannot read the catalogue"):
        load_catalogue(tmp_path / "none.csv")
    row = "9001,northmoor,2018-08-24,https://reports.example/1\n"
    with pytest.raises(PinpointError, match="line 3 repeats line 2"):
        load_catalogue(written(tmp_path, f"urn,authority,published,url\n{row}{row}"))


def test_everything_is_chosen_in_order_of_authority_and_date() -> None:
    assert names(choose(LISTED, REGISTER)) == [
        *("northmoor 2018-08", "northmoor 2026-06", "saltby 2022-01", "undersea 2022-02", "wexcombe 2024-03")
    ]


def test_authorities_and_regions_add_up() -> None:
    chosen = choose(LISTED, REGISTER, authorities=["Wexcombe Council"], regions=["far west"])
    assert names(chosen) == ["northmoor 2018-08", "northmoor 2026-06", "saltby 2022-01", "wexcombe 2024-03"]


def test_an_authority_that_only_the_catalogue_knows_can_be_chosen() -> None:
    assert names(choose(LISTED, REGISTER, authorities=["Undersea"])) == ["undersea 2022-02"]


def test_dates_are_included() -> None:
    chosen = choose(LISTED, REGISTER, since=date(2022, 1, 31), until=date(2024, 3, 1))
    assert names(chosen) == ["saltby 2022-01", "undersea 2022-02", "wexcombe 2024-03"]


def test_the_latest_is_the_latest_between_the_dates() -> None:
    chosen = choose(LISTED, REGISTER, until=date(2022, 12, 31), latest_only=True)
    assert names(chosen) == ["northmoor 2018-08", "saltby 2022-01", "undersea 2022-02"]


def test_an_unknown_authority_or_region_is_refused() -> None:
    with pytest.raises(UnknownAuthority, match="did you mean Northmoor"):
        choose(LISTED, REGISTER, authorities=["Saltby", "Northmore"])
    with pytest.raises(UnknownAuthority, match="use one of Far West, Levels"):
        choose(LISTED, REGISTER, regions=["East"])


@pytest.mark.parametrize(
    ("authority", "folder"),
    [
        ("St Osyth & Wold", "9_st osyth & wold"),
        ("Bay, Thorpe & Wold's", "9_bay, thorpe & wold's"),
        ('a/b\\c:d*e?f"g<h>i|j\x07', "9_a-b-c-d-e-f-g-h-i-j-"),
        ("Wold.. ", "9_wold"),
        ("../..", "9_..-"),
    ],
)
def test_file_names_are_legal_everywhere(authority: str, folder: str) -> None:
    path = Publication("9", authority, date(2021, 3, 5), "https://reports.example/1").path
    assert path.parts == (folder, "children's services inspection - 05 march 2021.pdf")
    assert not PureWindowsPath(path).is_reserved()


class Collection:
    """A folder, and a server that publishes reports for it."""

    def __init__(self, server: ReportServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.waits: list[float] = []

    def publish(self, name: str, *answers: Answer) -> Publication:
        return publication(name, "2024-03-01", self.server.publish(f"/{name}", *answers))

    def fetch(self, *publications: Publication, attempts: int = 2) -> list[Outcome]:
        return list(
            fetch(publications, self.folder, manners=Manners(attempts=attempts), sleep=self.waits.append)
        )

    def note(self, outcome: Outcome) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(note_path(outcome.path).read_text("utf-8"))
        return content


@pytest.fixture
def collection(server: ReportServer, tmp_path: Path) -> Collection:
    return Collection(server, tmp_path / "reports")


def test_a_report_is_fetched_with_a_note_of_where_it_came_from(collection: Collection) -> None:
    pdf = made_up_pdf("Northmoor")
    collection.server.publish(
        "/moved", whole(pdf, etag='"v1"', last_modified="Fri, 01 Mar 2024 09:30:00 GMT")
    )
    wanted = collection.publish("northmoor", status(302, location="/moved"))
    (outcome,) = collection.fetch(wanted)
    moved = f"{collection.server.base}/moved"
    assert outcome == Outcome(wanted, collection.folder / wanted.path, "fetched", "", len(pdf), (moved,))
    assert outcome.path.read_bytes() == pdf
    note = collection.note(outcome)
    fetched = datetime.strptime(note.pop("fetched"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - fetched) < timedelta(hours=1)
    assert note == {
        "url": wanted.url,
        "final_url": moved,
        "redirects": [moved],
        "bytes": len(pdf),
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "etag": '"v1"',
        "last_modified": "Fri, 01 Mar 2024 09:30:00 GMT",
        "urn": "9001",
        "authority": "northmoor",
        "published": "2024-03-01",
        "kind": "children's services inspection",
        "licence": "Open Government Licence v3.0",
        "licence_url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }
    assert note_path(outcome.path).name == "children's services inspection - 01 march 2024.pdf.source.json"
    assert sorted(path.name for path in outcome.path.parent.iterdir()) == [
        outcome.path.name,
        note_path(outcome.path).name,
    ]


def test_a_second_run_asks_for_nothing(collection: Collection) -> None:
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")))
    collection.fetch(wanted)
    (outcome,) = collection.fetch(wanted)
    assert (outcome.status, outcome.size) == ("already here", 0)
    assert len(collection.server.asked) == 1
    assert is_here(wanted, collection.folder)


def test_a_file_altered_on_disk_is_fetched_anew(collection: Collection) -> None:
    pdf = made_up_pdf("Northmoor")
    wanted = collection.publish("northmoor", whole(pdf))
    (outcome,) = collection.fetch(wanted)
    outcome.path.write_bytes(pdf.replace(b"Northmoor", b"Southmoor", 1))
    assert not is_here(wanted, collection.folder)
    assert [again.status for again in collection.fetch(wanted)] == ["fetched"]
    assert outcome.path.read_bytes() == pdf


@pytest.mark.parametrize("spoilt", ["", "[]", '{"url": 1}', None])
def test_a_file_without_a_sound_note_is_fetched_anew(collection: Collection, spoilt: str | None) -> None:
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")))
    (outcome,) = collection.fetch(wanted)
    if spoilt is None:
        note_path(outcome.path).unlink()
    else:
        note_path(outcome.path).write_text(spoilt, "utf-8")
    assert [again.status for again in collection.fetch(wanted)] == ["fetched"]
    assert collection.note(outcome)["url"] == wanted.url


def test_a_report_that_moved_in_the_catalogue_is_fetched_anew(collection: Collection) -> None:
    collection.fetch(collection.publish("northmoor", whole(made_up_pdf("old"))))
    newer = publication(
        "northmoor", "2024-03-01", collection.server.publish("/new", whole(made_up_pdf("new")))
    )
    (outcome,) = collection.fetch(newer)
    assert outcome.path.read_bytes() == made_up_pdf("new")


def test_a_refusal_does_not_stop_the_others(collection: Collection) -> None:
    outcomes = collection.fetch(
        collection.publish("northmoor", status(404)),
        collection.publish("saltby", whole(b"<html><title>Not found</title></html>")),
        collection.publish("wexcombe", whole(made_up_pdf("Wexcombe"))),
    )
    assert [(o.status, o.reason) for o in outcomes] == [
        ("refused", "not published there any more (404 Not Found)"),
        ("refused", "a web page, not a PDF (titled 'Not found')"),
        ("fetched", ""),
    ]
    assert not outcomes[0].path.exists()
    assert collection.waits == [1.0, 1.0]


def test_a_file_that_was_refused_anew_stays_as_it_was(collection: Collection) -> None:
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")), status(404))
    (outcome,) = collection.fetch(wanted)
    note_path(outcome.path).unlink()
    assert [again.status for again in collection.fetch(wanted)] == ["refused"]
    assert outcome.path.read_bytes() == made_up_pdf("Northmoor")


def test_after_three_failures_in_a_row_the_rest_is_not_tried(collection: Collection) -> None:
    failing = [collection.publish(f"place{n}", status(503)) for n in range(5)]
    wanted = [Publication(str(n), p.authority, p.published, p.url) for n, p in enumerate(failing)]
    outcomes = collection.fetch(*wanted)
    assert [o.reason.startswith("not tried") for o in outcomes] == [False, False, False, True, True]
    assert len(collection.server.asked) == 3 * 2


def test_a_final_answer_shows_that_the_server_works(collection: Collection) -> None:
    broken = [collection.publish(f"place{n}", status(404 if n == 2 else 503)) for n in range(5)]
    wanted = [Publication(str(n), p.authority, p.published, p.url) for n, p in enumerate(broken)]
    assert not any(o.reason.startswith("not tried") for o in collection.fetch(*wanted))


def test_an_interruption_leaves_what_the_next_run_continues(collection: Collection) -> None:
    pdf = made_up_pdf("Northmoor")
    wanted = collection.publish("northmoor", cut(pdf, 9_000, etag='"v1"'), whole(pdf, etag='"v1"'))

    def interrupt(publication: Publication, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(fetch([wanted], collection.folder, sleep=collection.waits.append, on_progress=interrupt))
    path = collection.folder / wanted.path
    assert not path.exists()
    assert path.with_name(f"{path.name}.part").stat().st_size > 0
    assert [outcome.status for outcome in collection.fetch(wanted)] == ["fetched"]
    assert collection.server.headers("Range")[-1] is not None
    assert path.read_bytes() == pdf


def test_progress_is_reported_in_bytes(collection: Collection) -> None:
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")))
    seen: list[tuple[Publication, int, int | None]] = []
    list(fetch([wanted], collection.folder, on_progress=lambda *progress: seen.append(progress)))
    assert seen[-1] == (wanted, 40_000, 40_000)


def test_two_fetches_do_not_write_to_one_folder(collection: Collection) -> None:
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")))
    collection.folder.mkdir()
    with (
        FileLock(collection.folder / ".pinpoint-fetch.lock"),
        pytest.raises(PinpointError, match="another fetch is writing to"),
    ):
        collection.fetch(wanted)
    assert collection.server.asked == []


def test_a_folder_that_cannot_be_made_stops_the_fetch(collection: Collection) -> None:
    collection.folder.write_text("a file", "utf-8")
    with pytest.raises(PinpointError, match="cannot write to"):
        collection.fetch(collection.publish("northmoor", whole(made_up_pdf("Northmoor"))))


@pytest.mark.parametrize(("number", "stops"), [(errno.ENOSPC, True), (errno.EACCES, False)])
def test_a_full_disk_stops_the_fetch_and_a_locked_file_does_not(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, number: int, stops: bool
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(number, "made to fail")

    monkeypatch.setattr(fetching, "replace_file", fail)
    wanted = collection.publish("northmoor", whole(made_up_pdf("Northmoor")))
    if stops:
        with pytest.raises(PinpointError, match="the disk is full: make room there"):
            collection.fetch(wanted)
    else:
        assert [o.reason for o in collection.fetch(wanted)] == ["cannot be written: permission denied"]


@pytest.mark.corpus
def test_the_real_files_have_the_names_that_a_fetch_gives(real_corpus: Path) -> None:
    by_url = {p.url: str(p.path) for p in load_catalogue(real_corpus / "catalogue.csv")}
    assert len(by_url) == 497
    with (real_corpus / "reports.csv").open(encoding="utf-8", newline="") as file:
        differing = [row["path"] for row in csv.DictReader(file) if by_url[row["url"]] != row["path"]]
    # Published under other titles, which the catalogue does not hold.
    assert len(differing) == 4
    assert not any("/children's services inspection - " in path for path in differing)

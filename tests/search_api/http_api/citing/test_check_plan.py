"""POST /check-plan: the file as the body or in a form, JSON or the Word file back, and what is refused."""

from __future__ import annotations

import io
import logging
import random
import socket
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import docx
import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from indexer.errors import InvalidRequest
from search_api.access.admission import protect
from search_api.http_api.app import create_app
from search_api.http_api.citing.uploads import attachment, file_name, read_form
from search_api.plans.checking.records import Checked
from tests.search_api.plans.drafts.files import PACKAGE, R, para, word
from tests.search_api.plans.sample_draft import LINES, as_markdown, as_word
from tests.support.api_bench import client, make_service, sample_index

PATH = "/api/v1/check-plan"
HEAD = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def large(size: int) -> bytes:
    """A draft with a picture, so that the file has at least so many bytes."""
    picture = {"word/media/image1.png": random.Random(1).randbytes(size)}
    return word(para("Zanzibar. See paragraph 19 of the 2016 report."), more=picture)


def checked(http: TestClient, data: bytes, **query: str) -> dict[str, Any]:
    answer = http.post(PATH, params=query, content=data)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def test_each_claim_has_a_verdict_with_its_evidence(http: TestClient) -> None:
    found = checked(http, as_markdown(), name="plan.md")
    assert found["name"] == "plan.md"
    assert found["authority"] == "Northmoor"
    assert sum(found["counts"].values()) == len(found["findings"])
    right, differs, missing = found["findings"][:3]
    assert [right["verdict"], differs["verdict"], missing["verdict"]] == ["right", "differs", "no number"]
    assert {"quoted": "an answer", "printed": "a reply"} in differs["steps"]
    (held,) = right["evidence"]
    start, end = held["spans"][0]
    assert held["text"][start:end] == "several came without having read the file"
    assert http.get(f"/api/v1/paragraphs/{held['id']}").json()["text"] == held["text"]
    assert "1 of 7 files could not be read" in found["coverage"]["text"]


def test_a_form_and_the_body_itself_give_the_same(http: TestClient) -> None:
    data = as_word()
    answer = http.post(PATH, files={"file": ("Plan für Ädvisers.docx", data)})
    assert answer.json() == checked(http, data, name="Plan für Ädvisers.docx")
    named = http.post(PATH, params={"name": "other.docx"}, files={"file": ("plan.docx", data)})
    assert named.json()["name"] == "other.docx"


def test_the_word_file_comes_back_with_comments(http: TestClient) -> None:
    answer = http.post(PATH, params={"format": "docx", "name": "../Plan £1.docx"}, content=as_word())
    assert answer.status_code == 200, answer.text
    said = answer.headers["content-disposition"]
    assert (
        said == "attachment; filename=\"Plan _1-checked.docx\"; filename*=UTF-8''Plan%20%C2%A31-checked.docx"
    )
    back = docx.Document(io.BytesIO(answer.content))
    assert [paragraph.text for paragraph in back.paragraphs] == list(LINES)
    assert any("Quotation differs" in comment.text for comment in back.comments)


@pytest.mark.parametrize(
    ("data", "query", "status", "kind", "said"),
    [
        (b"", {}, 422, "unreadable-draft", "the file is empty"),
        (b"%PDF-1.7 \0", {}, 422, "unreadable-draft", "PDF"),
        (as_markdown(), {"format": "docx"}, 422, "invalid-request", "only a Word file"),
        (as_markdown(), {"authority": "Atlantis"}, 404, "unknown-authority", "'Atlantis'"),
        (as_markdown(), {"format": "pdf"}, 422, "invalid-parameter", "format"),
        (as_markdown(), {"plan": "x"}, 422, "unknown-parameter", "'plan'"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    http: TestClient, data: bytes, query: dict[str, str], status: int, kind: str, said: str
) -> None:
    answer = http.post(PATH, params=query, content=data)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f":{kind}")
    assert said.strip("'") in answer.json()["detail"]


def test_a_form_is_one_file_and_nothing_else(http: TestClient) -> None:
    two = http.post(PATH, files=[("one", ("a.md", b"x")), ("other", ("b.md", b"y"))])
    more = http.post(PATH, files={"file": ("a.md", b"x")}, data={"authority": "Northmoor"})
    assert [two.status_code, more.status_code] == [422, 422]
    assert "the rest in the address" in more.json()["remedy"]


def test_a_large_file_passes_only_where_a_file_is_taken() -> None:
    service = make_service(sample_index(), serve_draft_mb=1)
    guard = Middleware(protect, settings=service.settings, keys=None, open_to_all=False)
    app = create_app(service.settings, service=service, middleware=[guard])
    with TestClient(app, base_url="http://localhost") as http:
        filler = large(500_000)
        assert http.post(PATH, content=filler).status_code == 200
        refused = http.post(PATH, content=b"x" * 1_000_001)
        assert refused.status_code == 413
        assert "1,000,000 bytes" in refused.json()["detail"]
        assert http.post("/api/v1/search", content=filler).status_code == 413


def test_nothing_of_a_draft_is_written_or_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither of one that is checked, nor of one that fails; also where a form is larger than a megabyte."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened for writing")

    caplog.set_level(logging.DEBUG)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    with client() as http:
        data = large(1_200_000)
        assert http.post(PATH, files={"file": ("Zanzibar.docx", data)}).status_code == 200
        monkeypatch.setattr("search_api.http_api.citing.check_plan.check_draft", _fails)
        assert http.post(PATH, params={"name": "Zanzibar.docx"}, content=data).status_code == 500
    assert "Zanzibar" not in "".join(
        record.getMessage()
        for record in caplog.records
        if record.name != "httpx2" and "httpx" not in record.name
    )


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("Zanzibar")


def test_a_draft_that_takes_long_stops_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, over = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Checked:
        begun.set()
        over.wait(30)
        return Checked("", ())

    monkeypatch.setattr("search_api.http_api.citing.check_plan.check_draft", slow)
    with client(serve_threads=1) as http, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: http.post(PATH, content=b"x"))
        assert begun.wait(30)
        assert http.get("/api/v1/search", params={"q": "MARAC"}).status_code == 200
        over.set()
        assert waiting.result().status_code == 200


def test_what_a_draft_refers_to_is_not_opened_and_its_macros_do_not_run(http: TestClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        template = (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{R}/attachedTemplate" Target="{address}/t.dotm" TargetMode="External"/></Relationships>'
        )
        pulled = '<w:r><w:fldSimple w:instr="INCLUDETEXT &quot;file:///etc/passwd&quot;"/></w:r>'
        picture = (
            '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="rId9"/></w:pict></w:r>'
        )
        data = word(
            para("See paragraph 19 of the 2016 report.", pulled, picture),
            links={"rId9": f"{address}/picture.png"},
            more={"word/_rels/settings.xml.rels": template, "word/vbaProject.bin": b"AutoOpen"},
        )
        found = checked(http, data, authority="Northmoor")
        assert [item["text"] for item in found["findings"]] == ["paragraph 19"]
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_form_is_read_as_browsers_send_it() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\none\r\ntwo --x\r\n'
        b'--x\r\nContent-Disposition: form-data; name="none"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n"
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a %22b\xc3\xa9.docx"\r\n\r\n'
        b"\r\n\x00\r\r\n--y\xff\r\n--x--\r\n"
    )
    found = read_form('multipart/form-data; boundary="x"', body)
    assert found.fields == {"text": "one\ntwo --x"}
    assert found.files == {"file": ("a %22bé.docx", b"\r\n\x00\r\r\n--y\xff")}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x--\r\n"),
        ("multipart/form-data; boundary=", b"--x--\r\n"),
        (f"multipart/form-data; boundary={'x' * 300}", b""),
        (HEAD, b""),
        (HEAD, b"no form"),
        (HEAD, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off'),
        (HEAD, b"--x\r\nno head\r\n--x--\r\n"),
        (HEAD, b"--x\r\nContent-Type: text/plain\r\n\r\nwithout a name\r\n--x--\r\n"),
        (HEAD, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 2 + b"--x--\r\n"),
        (HEAD, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 5000 + b"--x--\r\n"),
        (HEAD, b"--x\r\n" + b"a: b\r\n" * 5000 + b"\r\n1\r\n--x--\r\n"),
    ],
)
def test_a_form_that_is_none_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(InvalidRequest, match="the form cannot be read"):
        read_form(kind, body)


def test_a_name_of_a_file_is_only_ever_a_name() -> None:
    assert file_name("C:\\Users\\me\\plan.docx") == "plan.docx"
    assert file_name("../../etc/plan\r\nSet-Cookie: x\u202e.docx") == "planSet-Cookie: x.docx"
    assert "\n" not in attachment("a\r\nb", ".docx")
    assert attachment("", ".docx").startswith('attachment; filename="draft.docx"')

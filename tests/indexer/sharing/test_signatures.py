"""Signatures that OpenSSH makes and checks, and no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from indexer.errors import ArchiveRefused, InvalidRequest
from indexer.pipeline.summary import Silent
from indexer.sharing import signatures
from indexer.sharing.packing import pack_index
from indexer.sharing.unpacking import unpack_index

from .conftest import MODEL

pytest.importorskip("cryptography", reason="needs the extra `signing`")
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

OPENSSH = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH's ssh-keygen")


def make_key(path: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    path.with_suffix(".pub").write_bytes(public + b" analyst\n")
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return make_key(tmp_path / "analyst")


@pytest.fixture
def signed(tmp_path: Path, index: Path, key: Path) -> Path:
    pack_index(index, tmp_path / "signed.pinpoint", sign=key)
    return tmp_path / "signed.pinpoint"


def test_a_signed_archive_says_by_whom(tmp_path: Path, signed: Path, key: Path) -> None:
    public = key.with_suffix(".pub")
    [raw] = signatures.public_keys(str(public))
    unpacked = unpack_index(signed, tmp_path / "there", model=MODEL, signed_by=[str(public)])
    assert unpacked.signed_by == signatures.fingerprint(raw)
    assert unpack_index(signed, tmp_path / "there", model=MODEL).signed_by == signatures.fingerprint(raw)
    assert signatures.public_keys(public.read_text()) == (raw,)


def test_another_key_and_no_signature_are_refused(tmp_path: Path, signed: Path, archive: Path) -> None:
    other = str(make_key(tmp_path / "other").with_suffix(".pub"))
    with pytest.raises(ArchiveRefused, match=r"signed with another key than you named \(SHA256:"):
        unpack_index(signed, tmp_path / "there", model=MODEL, signed_by=[other])
    with pytest.raises(ArchiveRefused, match="the archive is not signed: ask for a signed one"):
        unpack_index(archive, tmp_path / "there", model=MODEL, signed_by=[other])
    assert not (tmp_path / "there").exists()


def test_a_flipped_bit_in_the_signature_is_refused(tmp_path: Path, signed: Path) -> None:
    data = signed.read_bytes()
    start = data.index(b"-----BEGIN SSH SIGNATURE-----")
    for place in range(start - 10, start + 330, 7):
        flipped = bytearray(data)
        flipped[place] ^= 1
        signed.write_bytes(flipped)
        with pytest.raises(ArchiveRefused):
            unpack_index(signed, tmp_path / "there", model=MODEL)
    assert not (tmp_path / "there").exists()


@OPENSSH
def test_openssh_checks_our_signature(tmp_path: Path, signed: Path, key: Path) -> None:
    with tarfile.open(signed, "r:") as tar:
        tar.extractall(tmp_path / "taken", filter="data")
    (tmp_path / "signers").write_text(f"analyst {key.with_suffix('.pub').read_text()}")
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(tmp_path / "signers"),
        "-I",
        "analyst",
        "-n",
        "pinpoint",
    ]
    command += ["-s", str(tmp_path / "taken/pinpoint.json.sig")]
    listed = (tmp_path / "taken/pinpoint.json").read_bytes()
    assert subprocess.run(command, input=listed, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=listed + b" ", capture_output=True, check=False).returncode


@OPENSSH
def test_we_check_openssh_s_signature_and_use_its_keys(tmp_path: Path) -> None:
    key = tmp_path / "made"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    made = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "pinpoint"],
        input=b"a list",
        capture_output=True,
        check=True,
    ).stdout
    assert signatures.signer(b"a list", made) == signatures.public_keys(f"{key}.pub")[0]
    assert signatures.sign(b"a list", key) == made  # Ed25519 gives the same each time
    for other in ("file", "git"):
        made = subprocess.run(
            ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", other],
            input=b"a list",
            capture_output=True,
            check=True,
        ).stdout
        with pytest.raises(ArchiveRefused):
            signatures.signer(b"a list", made)


def test_what_is_no_key_is_refused(tmp_path: Path, key: Path) -> None:
    (tmp_path / "text").write_text("no key")
    other = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )
    (tmp_path / "ecdsa").write_bytes(other)
    for path, said in (("text", "is no private key"), ("ecdsa", "another kind"), ("none", "cannot be read")):
        with pytest.raises(InvalidRequest, match=said):
            signatures.sign(b"a list", tmp_path / path)
    for given in (str(key), "ssh-ed25519 AAAA", str(tmp_path / "none"), "ssh-rsa AAAA"):
        with pytest.raises(InvalidRequest):
            signatures.public_keys(given)


def test_without_the_library_only_what_needs_it_is_refused(
    tmp_path: Path, signed: Path, key: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    said: list[str] = []
    heard = Silent()
    monkeypatch.setattr(heard, "note", said.append, raising=False)
    assert unpack_index(signed, tmp_path / "there", model=MODEL, progress=heard).signed_by == ""
    assert 'install "pinpoint-reports[signing]"' in said[0]
    with pytest.raises(InvalidRequest, match="cryptography, which is not installed"):
        unpack_index(signed, tmp_path / "there", model=MODEL, signed_by=[f"{key}.pub"])
    with pytest.raises(InvalidRequest, match="cryptography, which is not installed"):
        pack_index(index, tmp_path / "x.pinpoint", sign=key)
    assert not (tmp_path / "x.pinpoint").exists()

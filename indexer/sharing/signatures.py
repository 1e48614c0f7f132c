"""OpenSSH's signatures (SSHSIG) with Ed25519 keys, as `ssh-keygen -Y` makes and checks them.

What is computed is computed by the library `cryptography`; here is only how the pieces lie one after the
other (OpenSSH's PROTOCOL.sshsig). docs/decisions/running/0028-one-file-to-share.md says why this form.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import InvalidRequest, system_reason, system_remedy

from .names import refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = b"pinpoint"  # what the key was used for: a signature of a mail is none of an archive
_MAGIC, _HASH, _KIND = b"SSHSIG", b"sha512", b"ssh-ed25519"
_HEAD, _TAIL, _WIDTH = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", 70
_KEY, _SIGNED = 32, 64  # bytes
_LARGEST = 1 << 16  # bytes of a file with a key
_SECONDS = 300.0  # for a passphrase to be typed


def sign(data: bytes, key: Path) -> bytes:
    """An SSH signature of `data`, ASCII. key: a private Ed25519 key in OpenSSH's format.

    One with a passphrase, or a public key whose private half the agent holds, is left to `ssh-keygen`, which
    asks for it. Raises InvalidRequest.
    """
    private = _private_key(key)
    if private is None:
        return _signed_by_ssh(data, key)
    public = private.public_key().public_bytes_raw()
    return _armoured(_blob(public, private.sign(_to_sign(data))))


def signer(data: bytes, signature: bytes) -> bytes:
    """The public key, 32 bytes, that `data` was signed with. Raises ArchiveRefused, InvalidRequest."""
    wrong: Any = _library("cryptography.exceptions")
    ed25519: Any = _library("cryptography.hazmat.primitives.asymmetric.ed25519")
    public, signed = _read(signature)
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signed, _to_sign(data))
    except (wrong.InvalidSignature, ValueError) as error:
        raise refused("the archive's signature does not belong to its contents: it was altered") from error
    return public


def public_keys(given: str) -> tuple[bytes, ...]:
    """Ed25519 keys, 32 bytes each, of a `.pub` file or of such a line. Raises InvalidRequest."""
    text = given
    if not given.lstrip().startswith(_KIND.decode()):
        path = Path(given)
        try:
            text = path.read_text("utf-8") if path.stat().st_size <= _LARGEST else ""
        except OSError as error:
            raise InvalidRequest(
                f"the public key {given} cannot be read ({system_reason(error)})", system_remedy(error)
            ) from error
        except ValueError:
            text = ""
    found = tuple(key for line in text.splitlines() if (key := _public_key(line)) is not None)
    if not found:
        raise InvalidRequest(
            f"{given[:80]} is no public key of the kind ssh-ed25519",
            "name the file that ends in .pub, as `ssh-keygen -t ed25519` makes it",
        )
    return found


def fingerprint(public: bytes) -> str:
    """As `ssh-keygen -l` prints it, "SHA256:…"."""
    digest = hashlib.sha256(_wire(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def check_signer(public: bytes | None, trusted: Sequence[bytes]) -> None:
    """public: who signed, None where nobody did. trusted: keys that may have. Raises ArchiveRefused."""
    if public is None:
        raise refused("the archive is not signed", "ask for a signed one, or leave out --signed-by")
    if public not in trusted:
        raise refused(
            f"the archive is signed with another key than you named ({fingerprint(public)})",
            "ask who packed it which key is theirs",
        )


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise InvalidRequest(
            "signatures need the library cryptography, which is not installed",
            'install "pinpoint-reports[signing]"',
        ) from error


def _private_key(path: Path) -> Ed25519PrivateKey | None:
    """None for a key that `ssh-keygen` must use: with a passphrase, or only the public half."""
    serialization: Any = _library("cryptography.hazmat.primitives.serialization")
    ed25519: Any = _library("cryptography.hazmat.primitives.asymmetric.ed25519")
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise InvalidRequest(
            f"the key {path} cannot be read ({system_reason(error)})", system_remedy(error)
        ) from error
    if data.startswith(_KIND):
        return None
    try:
        found = serialization.load_ssh_private_key(data, None)
    except TypeError:  # it has a passphrase
        return None
    except Exception as error:
        raise InvalidRequest(f"{path} is no private key", _MAKE) from error
    if not isinstance(found, ed25519.Ed25519PrivateKey):
        raise InvalidRequest(f"{path} is a key of another kind than ssh-ed25519", _MAKE)
    return found  # type: ignore[no-any-return]


_MAKE = "make one with `ssh-keygen -t ed25519 -f KEY` and name KEY"


def _signed_by_ssh(data: bytes, key: Path) -> bytes:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise InvalidRequest(
            f"{key} has a passphrase, for which OpenSSH's ssh-keygen is needed",
            "install OpenSSH, or " + _MAKE,
        )
    command = [program, "-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE.decode()]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InvalidRequest(f"ssh-keygen did not sign with {key}", "try again") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}"
        raise InvalidRequest(f"ssh-keygen did not sign with {key} ({said[:200]})", "try again")
    _read(done.stdout)
    return done.stdout


def _to_sign(data: bytes) -> bytes:
    digest = hashlib.sha512(data).digest()
    return _MAGIC + b"".join(map(_string, (NAMESPACE, b"", _HASH, digest)))


def _blob(public: bytes, signed: bytes) -> bytes:
    inner = _string(_KIND) + _string(signed)
    pieces = (_wire(public), NAMESPACE, b"", _HASH, inner)
    return _MAGIC + (1).to_bytes(4, "big") + b"".join(map(_string, pieces))


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return ("\n".join([_HEAD, *lines, _TAIL]) + "\n").encode()


def _read(signature: bytes) -> tuple[bytes, bytes]:
    """Public key and signature. All else of one of ours is fixed: it is compared, not parsed."""
    try:
        lines = signature.decode("ascii").splitlines()
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
    except (ValueError, binascii.Error) as error:
        raise _odd() from error
    before = len(_MAGIC) + 4 + 4 + len(_string(_KIND)) + 4
    public, signed = blob[before : before + _KEY], blob[-_SIGNED:]
    if _armoured(_blob(public, signed)) != signature:
        raise _odd()
    return public, signed


def _odd() -> Exception:
    return refused("the archive's signature is damaged, or not of the kind ssh-ed25519 for pinpoint")


def _public_key(line: str) -> bytes | None:
    words = line.split()
    if len(words) < 2 or words[0] != _KIND.decode():
        return None
    try:
        wire = base64.b64decode(words[1], validate=True)
    except (ValueError, binascii.Error):
        return None
    return wire[-_KEY:] if wire == _wire(wire[-_KEY:]) else None


def _wire(public: bytes) -> bytes:
    return _string(_KIND) + _string(public)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data

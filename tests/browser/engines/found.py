"""Which engines this machine has, and a window of each: Firefox without a screen, WebKit under Xvfb."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.browser.engines.window import Window
from tests.browser.engines.wire import Http, Marionette, RefusedError

_MINI = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
_PREFERENCES = {
    "marionette.port": 0,  # a free one, which it writes down
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.newtabpage.enabled": False,
    "ui.prefersReducedMotion": 1,
}
_SCHEME = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0])"


def missing(name: str) -> str:
    """Why the engine cannot be driven here; empty where it can."""
    if name == "firefox":
        return "" if _firefox() else "needs Firefox: `make browsers` installs Debian's firefox-esr"
    needed = {"WebKitWebDriver": _which("WebKitWebDriver"), "MiniBrowser": _mini(), "Xvfb": _which("Xvfb")}
    absent = [program for program, path in needed.items() if not path]
    return f"needs {', '.join(absent)}: `make browsers` installs webkit2gtk-driver and xvfb" if absent else ""


@contextmanager
def firefox(site: str, folder: Path) -> Iterator[Window]:
    """A window with a profile of its own in `folder`, which is empty."""
    files = folder / "files"
    files.mkdir()
    preferences = {**_PREFERENCES, "browser.download.dir": str(files)}
    lines = [f'user_pref("{name}", {_literal(value)});' for name, value in preferences.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [
        str(_firefox()),
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(folder),
    ]
    with _running(command, {"HOME": str(folder)}):
        port = _wait(lambda: (folder / "MarionetteActivePort").read_text("utf-8"), "Firefox did not start")
        wire = _wait(lambda: Marionette(int(port)), "Firefox takes no commands")

        def darken(dark: bool) -> None:
            wire.send("Marionette:SetContext", value="chrome")
            wire.send("ExecuteScript", script=_SCHEME, args=[0 if dark else 1])
            wire.send("Marionette:SetContext", value="content")

        try:
            yield Window(wire, site, "Firefox", wire.version, files, darken)
        finally:
            wire.close()


@contextmanager
def webkit(site: str, folder: Path, *, dark: bool = False) -> Iterator[Window]:
    """A window of WebKitGTK's MiniBrowser. dark: the desktop's scheme, which it takes at its start."""
    files = folder / "files"
    files.mkdir()
    environment = {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_DOWNLOAD_DIR": str(files),
        "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
        "NO_AT_BRIDGE": "1",
        # Its own sandbox needs rights that a container does not give; the pages are our own.
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    options = {"binary": str(_mini()), "args": ["--automation"]}
    with ExitStack() as stack:
        read, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        stack.enter_context(_running(screen, {}, pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read) as told:
            environment["DISPLAY"] = f":{told.readline().strip()}"
        port = _free_port()
        command = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
        stack.enter_context(_running(command, environment))
        capabilities = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        wire = _wait(lambda: Http(f"http://127.0.0.1:{port}", capabilities), "WebKit takes no commands")
        stack.callback(wire.send, "DeleteSession")
        yield Window(wire, site, "WebKit", wire.version, folder)


OPENED = {"firefox": firefox, "webkit": webkit}


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> Iterator[None]:
    """The program and all that it starts, ended with the block."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
        start_new_session=True,
    )
    try:
        yield
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(10)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue


def _wait(attempt: Callable[[], Any], failure: str, seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except (OSError, ValueError, RefusedError) as error:
            if time.monotonic() > end:
                raise AssertionError(f"{failure}: {error}") from error
            time.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


def _which(name: str) -> str:
    return shutil.which(name) or ""


def _firefox() -> str:
    return _which("firefox-esr") or _which("firefox")


def _mini() -> str:
    return next((str(path) for path in Path("/").glob(_MINI.removeprefix("/"))), "")

"""``findings serve``: the local app, a page on this machine."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.models import ModelOption, model_folder
from inspection_findings.commands.precision import PrecisionOption, sureness
from inspection_findings.files import BusyError, exclusive

PORT = 8765


def serve(
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on; 0 for any that is free.")
    ] = PORT,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    allow_others: Annotated[
        bool,
        typer.Option("--allow-others", help="Let other machines in, where --host is not this one alone."),
    ] = False,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store",
            metavar="DIR",
            help="Keep letters and corrections in this folder.",
            show_default="the system's folder for data of programs",
        ),
    ] = None,
    model: ModelOption = None,
    precision: PrecisionOption = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False,
) -> None:
    """Open a page on this machine: drop letters into it, read them, correct what is wrong.

    The address has a key in it, new each time: others who are signed in on this
    machine cannot open the page without it.

    Letters are read here and go nowhere else. What was read, and corrections,
    are kept in a folder of this machine; the files themselves are not. The page
    says where that is, and can remove it all.

    Corrections wait there until `findings label import` takes them into the
    labels for the next training.

    Stop it with Ctrl+C.

    [bold]Try[/bold]

      findings serve
      findings serve --port 9000 --no-open
      findings serve --store ~/letters --precision 0.8

    [bold]Exit code[/bold]

      0  it was stopped
      2  it could not start: the port is taken, the folder is in use, an extra is
         missing
    """
    others = _is_open(host, allowed=allow_others)
    with needs_extra("app"):
        import fastapi  # noqa: F401 - first of what the app needs
        import python_multipart  # noqa: F401
        import uvicorn

        from inspection_findings.app.entry import KEY
        from inspection_findings.app.memory import collect_often, share_heap
        from inspection_findings.app.model import Model
        from inspection_findings.app.server import make_app, workers
        from inspection_findings.app.store import Store, default_folder

    from inspection_findings import load_model

    share_heap()
    collect_often()
    messages = Messages(quiet=quiet)
    folder = store or default_folder()
    with closing(_listening(host, port)) as listening:
        scorer = load_model(model_folder(model))
        sure = sureness(scorer, precision)
        asked = Model(scorer, sure.precision, sure.selection)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with exclusive(folder, wait=0):
                kept = Store(folder, asked, say=messages.remark)
                key = secrets.token_urlsafe(32)
                app = make_app(kept, workers=workers(), others=others, key=key)
                address = f"{_address(host, listening.getsockname()[1])}?{KEY}={key}"
                config = uvicorn.Config(
                    app, log_level="warning", access_log=False, server_header=False, lifespan="on",
                    timeout_graceful_shutdown=2,
                )  # fmt: skip
                typer.echo(f"Letters are at {address} - stop with Ctrl+C")
                if others:
                    messages.warning("whoever has this address can read and change all letters")
                messages.remark(f"kept in {folder}")
                # It ends in good order, and then gives the interruption on.
                with suppress(KeyboardInterrupt), _opened(address) if open_ else nullcontext():
                    uvicorn.Server(config).run(sockets=[listening])
        except BusyError as error:
            raise UsageError(f"{folder}: in use: another `findings serve` keeps letters there") from error
    messages.remark("stopped")


def _is_open(host: str, *, allowed: bool) -> bool:
    """Whether other machines can reach an address; refused unless it is said that they may."""
    try:
        alone = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise UsageError(f"--host {host}: give an address in figures, such as 127.0.0.1") from error
    if not alone and not allowed:
        raise UsageError(
            f"--host {host}: other machines could read the letters: if they are to, give --allow-others"
        )
    return not alone


def _listening(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done.

    Raises
    ------
    UsageError
        If it is taken, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    try:
        if os.name == "posix":
            # A port of an app that has just been stopped is free; on Windows this would share it.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        made.close()
        hint = "is it running already? choose another with --port" if port else "choose another --host"
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}: {hint}"
        ) from error
    return made


def _address(host: str, port: int) -> str:
    """Where the page is, for whoever sits at this machine."""
    if host != "localhost" and ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


@contextmanager
def _opened(address: str) -> Iterator[None]:
    """Open the page where there is a screen: elsewhere a browser of text would take the terminal."""
    import webbrowser

    if sys.platform in ("win32", "darwin"):
        webbrowser.open(address)
        yield
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with _leading_to(address) as page:
            webbrowser.open(page.as_uri())
            yield
    else:
        yield


@contextmanager
def _leading_to(address: str) -> Iterator[Path]:
    """A page that leads to an address and that nobody else may read.

    What a program is started with, everyone on a machine of this kind can see: the key must not stand there.
    """
    # Some browsers see a folder of their own in place of the one for temporary files.
    home = Path.home()
    folder = home if os.access(home, os.W_OK) else None
    descriptor, name = tempfile.mkstemp(prefix="findings-", suffix=".html", dir=folder)
    try:
        os.close(descriptor)
        text = f'<!doctype html><meta http-equiv="refresh" content="0; url={escape(address)}">\n'
        Path(name).write_text(text, encoding="utf-8")
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)

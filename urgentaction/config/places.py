"""Where everything of one person lies on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "urgentaction"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Files and folders; none is made before something is written there (files 0600, folders 0700).

    `data` holds what must not be lost (letters, ledger, prints), `rehearsal` what may be thrown away at any time.
    """

    config_file: Path
    data: Path
    letters: Path
    accepted: Path
    ledger: Path
    prints: Path
    rehearsal: Path
    rehearsal_ledger: Path


def places(environ: Mapping[str, str], *, config_file: Path | None = None) -> Places:
    """The places of this user: below `UA_HOME` where it is set, else where the system keeps such files.

    `config_file` (a flag), then `UA_CONFIG`, name another settings file; `XDG_…_HOME` are obeyed on every system.
    """
    home = _path(environ.get("UA_HOME", ""))
    data = home / "data" if home else _user_folder(environ, "data")
    state = data if home else _user_folder(environ, "state")
    named = config_file or _path(environ.get("UA_CONFIG", ""))
    return Places(
        config_file=named or (home or _user_folder(environ, "config")) / "config.toml",
        data=data,
        letters=data / "letters",
        accepted=data / "accepted.toml",
        ledger=data / "ledger.sqlite",
        prints=data / "prints",
        rehearsal=state / "rehearsal",
        rehearsal_ledger=state / "rehearsal.sqlite",
    )


def _path(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _user_folder(environ: Mapping[str, str], kind: str) -> Path:
    named = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if named and Path(named).is_absolute():  # the specification: a relative one is to be ignored
        return Path(named) / APP
    import platformdirs

    folders = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "state": platformdirs.user_state_path,
    }
    return folders[kind](APP, appauthor=False)

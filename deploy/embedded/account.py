"""The account PostgreSQL runs under: ours, or, since it refuses root, one of its own when root runs the system.

Run as an ordinary user where folders must stay private: for the own account every folder above the data must let others
pass (not list).
"""

import os
import pwd
import shutil
import stat
import subprocess
from functools import cache
from pathlib import Path

NAME = "pgserver"
PASS = stat.S_IXGRP | stat.S_IXOTH


@cache
def account() -> pwd.struct_passwd | None:
    """The own account, made at the first call; None for anyone but root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME], check=True)
        return pwd.getpwnam(NAME)


def let_through(path: Path) -> None:
    """Let the own account reach this path."""
    if account():
        for folder in path.resolve().parents:
            mode = folder.stat().st_mode
            if mode & PASS != PASS:
                folder.chmod(mode | PASS)


def hand_over(path: Path) -> None:
    """Give a file, or a folder with all that is in it, to the own account, and let it reach it."""
    owner = account()
    if owner is None:
        return
    let_through(path)
    if path.stat().st_uid != owner.pw_uid:
        for inner in (path, *path.rglob("*")):
            shutil.chown(inner, owner.pw_uid, owner.pw_gid)

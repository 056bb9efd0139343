"""The data folder (`var/`): what lies where in it, its secrets, and the lock that lets one run use it."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


class Busy(Exception):
    """Another run uses the folder; `holder` is what it wrote down about itself."""

    def __init__(self, holder: str) -> None:
        """Keep who holds it."""
        super().__init__(holder)
        self.holder = holder


@dataclass(frozen=True)
class Folder:
    """One data folder. All that a run keeps is in it; a copy of it, taken when stopped, is a backup."""

    path: Path

    @property
    def postgres(self) -> Path:
        """PostgreSQL's data."""
        return self.path / "postgres"

    def log(self, name: str) -> Path:
        """The log file of that name."""
        return self.path / "log" / name

    def make(self) -> None:
        """Make the folder where it is missing, closed to other people of the machine."""
        for folder in (self.path, self.path / "secrets", self.path / "log"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret(self, name: str) -> str:
        """The secret of that name; one that is missing is made: 43 random characters that stay the same."""
        path = self.path / "secrets" / name
        if not path.exists():
            self.keep(name, secrets.token_urlsafe(32))
        return path.read_text()

    def has(self, name: str) -> bool:
        """Whether there is a secret of that name."""
        return (self.path / "secrets" / name).exists()

    def keep(self, name: str, content: str) -> None:
        """Write a secret so that nobody else can read it; a crash leaves all of it or nothing."""
        path = self.path / "secrets" / name
        new = path.with_name(f"{name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.rename(path)

    def lock(self, holder: str) -> int:
        """Take the folder for this process and all that inherit the returned descriptor, until the last has ended.

        `holder` is shown to whoever comes second. Raises Busy.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.pread(descriptor, 200, 0).decode()
            os.close(descriptor)
            raise Busy(other) from error
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
        return descriptor

"""What a run must have for itself before it begins: the data folder and the port."""

import os
import socket
import struct
import time

from deploy.embedded.folder import Busy, Folder

SILENCE = 10
"""Seconds after which a connection ends whose other side sends no more of its request; inherited from the listener."""
LEFTOVERS = 5.0
"""Seconds after which the processes of a killed run have surely ended."""


class Claimed(Exception):
    """Somebody else has it; the text says who and what to do."""


def claim_folder(folder: Folder, address: str) -> int:
    """The lock on the folder; waits for what is left of a killed run. Raises Claimed if another run has it."""
    deadline = time.monotonic() + LEFTOVERS
    while True:
        try:
            return folder.lock(f"{os.getpid()} {address}")
        except Busy as busy:
            pid, _, elsewhere = busy.holder.partition(" ")
            if _lives(pid) or time.monotonic() > deadline:
                raise Claimed(
                    f"Talka already runs on {folder.path}: open {elsewhere}/, or end it with Ctrl-C in its terminal "
                    f"(process {pid}). A second one needs its own PORT and TALKA_VAR."
                ) from busy
            time.sleep(0.05)


def claim_port(port: int) -> int:
    """The descriptor of a socket that listens on this port of the loopback. Raises Claimed if it cannot be had."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", SILENCE, 0))
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise Claimed(
            f"Port {port} cannot be used ({error.strerror}). Choose another one, such as: make run PORT={port + 1}"
        ) from error
    listener.listen(512)
    return listener.detach()


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True

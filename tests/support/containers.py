"""Containers by testcontainers, where a Docker engine answers.

They share the machine's network: their ports stay the same across a kill and a start, and no interface comes or goes
with them, at which Chromium would drop what it is loading (`net::ERR_NETWORK_CHANGED`) in a test that runs meanwhile.
"""

import gc
import os
import time
import warnings
from collections.abc import Callable
from functools import cache

import docker
import docker.errors
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # testcontainers warns about its own modules at import
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")  # the session stops what it started
    from testcontainers.core.container import DockerContainer


@cache
def docker_answers() -> bool:
    """Whether a Docker engine can be reached that lets a container share the machine's network."""
    answer = _pinged()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # a client that reaches nobody leaves its socket open
        gc.collect()
    return answer


def _pinged() -> bool:
    try:
        with_engine = docker.from_env(timeout=5)
        known = with_engine.info()
        with_engine.close()
    except docker.errors.DockerException:
        return False
    apart = "name=rootless" in known["SecurityOptions"] or known["OperatingSystem"] == "Docker Desktop"
    return not apart  # the network of those is another's: a machine's inside the machine, a user's own


class Container:
    """One container on the machine's network; what it is given must bind it to free ports of the loopback."""

    def __init__(self, image: str, env: dict[str, str], command: str = "", memory: str = "") -> None:
        """Start it and return at once; `wait` says when it serves. `memory`: a folder that is not kept on a disk."""
        self.image = image
        self._container = DockerContainer(image).with_kwargs(network_mode="host")
        if memory:
            self._container = self._container.with_tmpfs_mount(memory)
        for name, value in env.items():
            self._container = self._container.with_env(name, value)
        if command:
            self._container = self._container.with_command(command)
        try:
            self._container.start()
        except docker.errors.APIError as error:
            pytest.fail(f"Docker answers but {image} does not start: {error.explanation}", pytrace=False)

    def wait(self, ready: Callable[[], bool], seconds: float = 90) -> None:
        """Return when the server inside answers; fail with its log otherwise."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                out, err = self._container.get_logs()
                pytest.fail(f"{self.image} does not answer: {(out + err).decode(errors='replace')[-2000:]}", False)
            time.sleep(0.2)

    def kill(self) -> None:
        """End the server at once."""
        self._container.get_wrapped_container().kill()

    def start(self) -> None:
        """Start the killed container again, with its data."""
        self._container.get_wrapped_container().start()

    def stop(self) -> None:
        """Remove the container and its data."""
        self._container.stop()

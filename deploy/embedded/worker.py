"""The worker process: what the three services do without a request, each in threads of its own."""

import importlib
import signal
import threading

from deploy.embedded import lifeline, lines
from deploy.embedded.environment import SERVICES, variables
from shared.messaging import worker
from shared.settings import Settings


def main() -> None:
    """Work until told to end; whatever was under way is taken up again by the next start."""
    lifeline.hold()
    lines.configure("worker")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    services = [_composed(name) for name in SERVICES]
    for service in services:
        worker.subscribe(service)  # all of them, before the first one publishes
    threads = [threading.Thread(target=worker.run, args=(service, stop), name=service.name) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _composed(name: str) -> worker.Service:
    made: worker.Service = importlib.import_module(f"services.{name}.app").compose(
        Settings.from_env(name, variables(name))
    )
    return made


if __name__ == "__main__":
    main()

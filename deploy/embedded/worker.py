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
    threads = [threading.Thread(target=_work, args=(service, stop), name=service) for service in SERVICES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(service: str, stop: threading.Event) -> None:
    composed = importlib.import_module(f"services.{service}.app").compose(
        Settings.from_env(service, variables(service))
    )
    worker.run(composed, stop)


if __name__ == "__main__":
    main()

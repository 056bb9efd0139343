"""The worker process: what the three services do without a request, each in threads of its own."""

import signal
import threading

from deploy.embedded import lines
from deploy.embedded.environment import settings
from deploy.embedded.lifeline import Lifeline
from services.events import app as events
from services.notifications import app as notifications
from services.volunteers import app as volunteers
from shared.ending import Ending
from shared.messaging import worker
from shared.settings import SERVICES

COMPOSE = {"events": events.compose, "volunteers": volunteers.compose, "notifications": notifications.compose}


def main(lifeline: Lifeline) -> None:
    """Work until told to end; whatever was under way is taken up again by the next start."""
    lifeline.hold()
    lines.configure("worker")
    stop = threading.Event()
    Ending(signal.SIGTERM).then(stop.set)
    services = [COMPOSE[name](settings(name)) for name in SERVICES]
    for service in services:
        worker.subscribe(service)  # all of them, before the first one publishes
    threads = [threading.Thread(target=worker.run, args=(service, stop), name=service.name) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

"""A worker that stands still at the worst moment, to be killed there: `python -m tests.support.doomed relay|listener`.

`relay`: everything is handed over and nothing marked. `listener`: the rows are written and not committed.
"""

import json
import os
import sys
import threading
from dataclasses import replace

from sqlalchemy.orm import Session

from shared.contracts.envelope import Envelope
from shared.contracts.notifications import ReplyReceived
from shared.database import Database
from shared.messaging import relay, worker
from shared.messaging.relay import Handed
from tests.support.town import hear, side


def stand_still(database: Database, handed: Handed) -> None:
    """Instead of marking in this database what was sent."""
    if handed.sent:
        print("standing still", flush=True)
        threading.Event().wait()


def hear_and_stand_still(session: Session, message: ReplyReceived, envelope: Envelope) -> None:
    """Instead of ending the transaction."""
    hear(session, message, envelope)
    session.flush()
    print("standing still", flush=True)
    threading.Event().wait()


def main(moment: str, name: str, url: str) -> None:
    """Work as the service `name` until killed."""
    transport = os.environ["DOOMED_TRANSPORT"]
    doomed = side(name, url, {}, **json.loads(transport)).service
    if moment == "relay":
        relay.mark = stand_still
    else:
        doomed = replace(doomed, subscriptions={ReplyReceived: hear_and_stand_still})
    worker.run(doomed, threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])

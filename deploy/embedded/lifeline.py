"""The lifeline: a pipe whose writing end only the supervisor holds; when that breaks, its processes end too.

They end as if cut off: what they were doing is safe in the database or was not promised.
"""

import os
import threading

from deploy.embedded.environment import LIFELINE


def hold() -> None:
    """End this process as soon as the supervisor is gone. Threads do not survive a fork: call it again in the child."""
    end = int(os.environ[LIFELINE])

    def wait() -> None:
        os.read(end, 1)
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()

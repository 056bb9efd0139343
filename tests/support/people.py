"""People at a running system: each with a browser of their own, and a phone or mailbox."""

import re
import unicodedata
from collections import Counter

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.mailbox import Arrived, Mailbox
from tests.support.embedded import Embedded
from tests.support.eventually import eventually
from tests.support.walker import Walker


def unmarked(text: str) -> str:
    """A text without the marks of its letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


class Somebody(Walker):
    """A person who reads one language and is reached at one number or address."""

    def __init__(self, talka: Embedded, language: str, reached_at: str) -> None:
        """Nothing that has come so far counts as news."""
        super().__init__(talka.address, language)
        self.talka = talka
        self.reached_at = reached_at
        self._mailbox = Mailbox(Client(talka.address, "people", print))
        self._known: set[str] = set()

    def news(self) -> list[Arrived]:
        """What has arrived since it was last said that all is known."""
        return [one for one in self._mailbox.at(self.reached_at) if one.message_id not in self._known]

    def knows_all(self) -> None:
        """Let nothing that is there count as news."""
        self._known |= {one.message_id for one in self.news()}

    def counted(self) -> dict[str, int]:
        """How often each kind of news came."""
        return dict(Counter(one.purpose for one in self.news()))

    def hears(self, purpose: str, *words: str, count: int = 1) -> str:
        """Wait for so many news of this purpose that say all of this; the first link of the newest.

        An SMS keeps its Lithuanian letters if it costs no more with them, so marks make no difference.
        """

        def arrived() -> list[Arrived]:
            news = [one for one in self.news() if one.purpose == purpose]
            found = [one for one in news if all(unmarked(word) in unmarked(one.body) for word in words)]
            assert len(found) >= count, [(one.purpose, one.body) for one in self.news()]
            return found

        newest = eventually(arrived, seconds=30)[-1]
        return str((re.findall(r"https?://\S+", newest.body) or [""])[0])

    def texts_back(self, words: str) -> None:
        """Answer by SMS."""
        self._mailbox.text_back(self.reached_at, words)

    def signs_in_as_staff(self) -> "Somebody":
        """Ask for a link, find it in the mailbox and use it."""
        self.knows_all()
        self.open("/organise/").send("/organise/sign-in", email=self.reached_at)
        return self.open(self.hears("staff_sign_in")).send("/organise/sign-in")

    def signs_in_as_volunteer(self) -> "Somebody":
        """Where a page asks for it: ask for a code, and give the one that comes."""
        self.send("/volunteer/sign-in", contact=self.reached_at)
        self.hears("volunteer_sign_in")
        (code,) = [re.findall(r"\b\d{6}\b", one.body)[0] for one in self.news() if one.purpose == "volunteer_sign_in"]
        return self.send("/volunteer/sign-in", code=code)

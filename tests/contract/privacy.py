"""Messages of a case, in which somebody in Rokiškis asks what is kept about them and has it erased."""

from uuid import UUID

from shared.contracts import privacy
from shared.contracts.envelope import Message
from shared.contracts.parts import Fact, Remains, Thing, Whose
from tests.contract.people_of_help import REQUEST, number

CASE = number(30)
MOTHER = Whose(phone="+37061234567")

EXAMPLES: tuple[tuple[Message, UUID, int], ...] = (
    (privacy.PersonDataAsked(case_id=CASE, whose=MOTHER), CASE, 1),
    (
        privacy.ParticipantDataTold(
            case_id=CASE,
            things=(
                Thing(
                    what="registration",
                    facts=(Fact(name="event", value="Kultūrų pažinimas"), Fact(name="names", value="Ona, Jonas")),
                ),
            ),
        ),
        CASE,
        1,
    ),
    (
        privacy.VolunteerDataTold(
            case_id=CASE, things=(Thing(what="volunteer", facts=(Fact(name="name", value="Ona"),)),)
        ),
        CASE,
        1,
    ),
    (privacy.PersonErasureAsked(case_id=CASE, whose=MOTHER), CASE, 2),
    (
        privacy.ParticipantErased(
            case_id=CASE,
            ended=(Remains(what="registration", number=1),),
            left=(Remains(what="attendance", number=3, why="number_alone"),),
        ),
        CASE,
        2,
    ),
    (
        privacy.VolunteerErased(
            case_id=CASE,
            ended=(Remains(what="sign_up", number=2),),
            left=(Remains(what="volunteer", number=1, why="number_alone"),),
            also=Whose(email="ona@example.lt"),
            helped=(REQUEST,),
        ),
        CASE,
        2,
    ),
    (privacy.PersonCaseClosed(case_id=CASE), CASE, 3),
)
"""Message, subject, and the subject's version."""

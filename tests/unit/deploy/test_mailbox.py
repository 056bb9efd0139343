"""The mailbox of the stack is read as the protocol allows a server to answer."""

from tests.support.outside import content

MAIL = (b"12 (RFC822 {17}", b"Subject: Talka\n\n")
ANOTHER = b"13 (FLAGS (\\Recent))"


def test_a_mail_is_read_though_another_arrives_meanwhile() -> None:
    answers = ([MAIL, b")"], [ANOTHER, MAIL, b")"], [MAIL, b")", ANOTHER])
    assert [content(answer) for answer in answers] == [MAIL[1]] * 3

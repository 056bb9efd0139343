from services.notifications.channels.domain.pace import MOST, Pace, in_runs

CONNECTIONS = 64


def test_at_first_there_is_one_message_for_each_connection_and_one_to_follow() -> None:
    assert Pace(CONNECTIONS).room(at=0) == 2 * CONNECTIONS


def test_a_quick_gateway_gets_as_many_as_it_took_in_the_last_half_second() -> None:
    pace = Pace(CONNECTIONS)
    for tenth in range(5):
        pace.note(80, at=tenth / 10)
    assert pace.room(at=0.45) == 400


def test_however_quick_it_is_there_is_a_bound() -> None:
    pace = Pace(CONNECTIONS)
    pace.note(10_000, at=0)
    assert pace.room(at=0.1) == MOST


def test_a_gateway_that_stops_answering_soon_gets_no_more_than_at_first() -> None:
    pace = Pace(CONNECTIONS)
    pace.note(400, at=0)
    assert pace.room(at=0.6) == 2 * CONNECTIONS


def test_a_thousand_connections_are_not_kept_waiting_by_the_bound() -> None:
    assert Pace(1000).room(at=0) == 2000


def test_messages_are_dealt_out_so_that_every_connection_has_work_and_the_first_go_first() -> None:
    assert in_runs("abcdef", connections=4) == ["ae", "bf", "c", "d"]


def test_fewer_messages_than_connections_are_one_run_each() -> None:
    assert in_runs("abc", connections=64) == ["a", "b", "c"]


def test_no_message_is_no_run() -> None:
    assert in_runs("", connections=4) == []

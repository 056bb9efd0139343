"""The demonstration goes on, and ends with the same table, when the system is killed on the way and started again."""

import os
import sys

import pytest

from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually
from tests.support.machine import Process


def a_demo(talka: Embedded) -> Process:
    output = talka.var.with_name(f"{talka.var.name}.demo.out")
    env = dict(os.environ) | talka.env
    return Process([sys.executable, "-m", "deploy.embedded.demo"], log=output, env=env, cwd=ROOT)


@pytest.mark.timeout(400)
def test_killed_whole_in_the_middle_nobody_is_missing_and_nobody_is_told_twice(new_talka: Embedded) -> None:
    new_talka.start()
    demo = a_demo(new_talka)
    try:
        for step in ("\n3  ", "\n6  "):
            eventually(lambda step=step: step in demo.text(), seconds=120)  # type: ignore[misc]
            new_talka.kill()
            new_talka.start()
        eventually(lambda: not demo.running, seconds=240)
    finally:
        demo.stop()
    assert "As expected." in demo.text(), demo.text()


@pytest.mark.timeout(400)
def test_its_processes_killed_one_by_one_come_back_and_the_story_ends_the_same(new_talka: Embedded) -> None:
    new_talka.start()
    demo = a_demo(new_talka)
    try:
        for step, process in (("\n3  ", "embedded.worker"), ("\n4  ", "embedded.web"), ("\n6  ", "embedded.worker")):
            eventually(lambda step=step: step in demo.text(), seconds=120)  # type: ignore[misc]
            new_talka.kill_all(process)
        eventually(lambda: not demo.running, seconds=240)
    finally:
        demo.stop()
    assert "As expected." in demo.text(), demo.text()

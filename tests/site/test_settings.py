"""Settings that must not go together, and what is missing, stop the house before it opens."""

import os
import subprocess
import sys

import pytest

SECRETS = {"AFSAET_SECRET_KEY": "s" * 50, "AFSAET_CPR_KEY": "5a" * 32}
OURS = ("AFSAET_", "DATABASE_URL")


def loaded(**environment: str) -> subprocess.CompletedProcess[str]:
    """The settings, read by a process that knows nothing else of us."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, "-c", "import afsaet.site.settings"],
        env=clean | {"DATABASE_URL": "postgresql:///x"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_house_with_its_own_secrets_opens() -> None:
    assert loaded(**SECRETS).returncode == 0


def test_the_demo_opens_without_secrets() -> None:
    assert loaded(AFSAET_DEMO="1").returncode == 0


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"AFSAET_DEMO": "1"} | SECRETS, "AFSAET_DEMO is set beside a secret key"),
        ({"AFSAET_CPR_KEY": "5a" * 32}, "Set AFSAET_SECRET_KEY or AFSAET_SECRET_KEY_FILE"),
        ({"AFSAET_SECRET_KEY": "s" * 50}, "Set AFSAET_CPR_KEY or AFSAET_CPR_KEY_FILE"),
        (SECRETS | {"AFSAET_DEMO": "yes"}, "AFSAET_DEMO must be 1 or 0"),
        (SECRETS | {"AFSAET_SMS_URL": "http://sms.example/"}, "AFSAET_SMS_URL must begin with https://"),
        (SECRETS | {"AFSAET_SMS_BODY": '["to"]'}, "AFSAET_SMS_BODY must be a JSON object"),
        (SECRETS | {"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must begin with postgresql://"),
    ],
    ids=[
        "demo with secrets",
        "no secret key",
        "no cpr key",
        "neither yes nor no",
        "sms in the open",
        "no object",
        "another database",
    ],
)
def test_what_does_not_belong_together_stops_it(environment: dict[str, str], said: str) -> None:
    result = loaded(**environment)
    assert result.returncode != 0
    assert said in result.stderr

"""The second step: set up, passed at log-in, taken away."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, RecoveryCode, SecondStep, Staff, User
from afsaet.people.one_time_codes import (
    counter_now,
    matching_counter,
    new_recovery_codes,
    new_secret,
    recovery_hash,
)
from afsaet.people.queries import user_called
from afsaet.people.rules import codes_paused


def begin_second_step(user: User, *, by: Viewer, now: datetime) -> None:
    """A new secret to set an app up by. An app that counts already is left alone.

    A secret that was shown and not confirmed is never used: who saw it then may not be who confirms now.
    """
    with acting(by, now):
        step, made = SecondStep.objects.select_for_update().get_or_create(
            user=user, defaults={"secret_encrypted": new_secret()}
        )
        if not made and step.confirmed_at is None:
            step.secret_encrypted = new_secret()
            step.save()


def confirm_second_step(user: User, code: str, *, by: Viewer, now: datetime) -> list[str]:
    """Her app shows the right code, so it counts from now. The recovery codes are told this once.

    Raises Refused: wrong_code, second_step_gone (set up in another window, or taken away meanwhile).
    """
    with acting(by, now):
        step = SecondStep.objects.select_for_update().filter(user=user, confirmed_at=None).first()
        if step is None:
            raise Refused("second_step_gone")
        counter = matching_counter(bytes(step.secret_encrypted), code, counter_now(), step.last_counter)
        if counter is None:
            raise Refused("wrong_code")
        step.confirmed_at, step.last_counter = now, counter
        step.save()
        return _give_codes(step)


def pass_code(user: User, code: str, *, by: Viewer, now: datetime) -> bool:
    """Whether the app's code, or one of the recovery codes, lets her in; each does so once.

    A wrong one is counted, and after many in a row none is taken for a while, wherever it comes from.
    """
    with acting(by, now):
        step = SecondStep.objects.select_for_update().filter(user=user).exclude(confirmed_at=None).first()
        if step is None or codes_paused(step.wrong_codes, step.wrong_at, now):
            return False
        right = _app_code(step, code) or _recovery_code(step, code, now)
        step.wrong_codes = 0 if right else step.wrong_codes + 1
        step.wrong_at = None if right else now
        step.save()
        return right


def renew_recovery_codes(user: User, code: str, *, by: Viewer, now: datetime) -> list[str]:
    """Ten new ones, and the old are worth nothing; none when the code is wrong."""
    with acting(by, now):
        if not pass_code(user, code, by=by, now=now):
            return []
        step = SecondStep.objects.get(user=user)
        step.recovery_codes.all().delete()
        return _give_codes(step)


def move_second_step(user: User, code: str, *, by: Viewer, now: datetime) -> bool:
    """To another telephone: the old one's codes are worth nothing. False when the code is wrong."""
    with acting(by, now):
        if not pass_code(user, code, by=by, now=now):
            return False
        SecondStep.objects.filter(user=user).delete()
        begin_second_step(user, by=by, now=now)
        return True


def stop_second_step(user: User, code: str, *, by: Viewer, now: datetime) -> bool:
    """A citizen logs in by password alone again; staff never. False when the code is wrong."""
    with acting(by, now):
        if Staff.objects.filter(user=user).exists() or not pass_code(user, code, by=by, now=now):
            return False
        SecondStep.objects.filter(user=user).delete()
        return True


def reset_second_step(user: User, *, by: Viewer, now: datetime) -> None:
    """By an administrator, when telephone and codes are lost: staff set it up anew at the next log-in."""
    with acting(by, now):
        SecondStep.objects.filter(user=user).delete()


def reset_second_step_of_citizen(log_in_name: str, *, by: Viewer, now: datetime) -> None:
    """As `reset_second_step`, for whoever rings: the administrator opens no citizen, and learns nothing of one."""
    user = user_called(log_in_name)
    if user is not None and Citizen.objects.filter(user=user).exists():
        reset_second_step(user, by=by, now=now)


def _app_code(step: SecondStep, code: str) -> bool:
    counter = matching_counter(bytes(step.secret_encrypted), code, counter_now(), step.last_counter)
    step.last_counter = step.last_counter if counter is None else counter
    return counter is not None


def _recovery_code(step: SecondStep, code: str, now: datetime) -> bool:
    unused = step.recovery_codes.filter(code_hash=recovery_hash(str(step.user.uuid), code), used_at=None)
    return unused.update(used_at=now) == 1


def _give_codes(step: SecondStep) -> list[str]:
    codes = new_recovery_codes()
    owner = str(step.user.uuid)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(second_step=step, code_hash=recovery_hash(owner, code)) for code in codes
    )
    return codes

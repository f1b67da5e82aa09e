"""Where somebody is signed in, and out again."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from vaknet.domain.people.models import Account, SignIn


@transaction.atomic
def note_sign_in(
    account: Account,
    *,
    session: str,
    names: tuple[str, str],
    since: datetime,
    now: datetime,
    via: str = "",
) -> bool:
    """Keep what she needs to know this browser again. False: signed out in the meantime.

    The session is locked, so that nobody ends it between looking and writing.
    """
    if not Session.objects.select_for_update().filter(pk=session).exists():
        return False
    browser, system = names
    seen_at = now.replace(minute=0, second=0, microsecond=0)
    told = {"browser": browser, "system": system, "via": via, "since": since, "seen_at": seen_at}
    SignIn.objects.update_or_create(session_id=session, defaults={"account": account, **told})
    return True


@transaction.atomic
def end_sign_in(account: Account, *, pk: int) -> bool:
    """Sign out in one browser. False: it is not hers, or signed out already."""
    gone, _rows = Session.objects.filter(sign_in__account=account, sign_in=pk).delete()
    return bool(gone)


@transaction.atomic
def end_sessions(account: Account) -> Account:
    """Sign out everywhere: sessions are bound to a secret in the account, and it gets a new one."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.set_unusable_password()
    locked.save(update_fields=["password"])
    Session.objects.filter(sign_in__account=locked).delete()
    return locked


@transaction.atomic
def forget_sessions(*, now: datetime) -> None:
    """Those past their time, of visitors too, with who was signed in there."""
    Session.objects.filter(expire_date__lte=now).delete()

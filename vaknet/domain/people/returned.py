"""Letters that came back: who gets no more of them, and why."""

from datetime import timedelta

from vaknet.domain.people.models import Account, ReturnedMail

# After letters came back on so many days, nobody is at that address any more.
DAYS_RETURNED = 3
LATELY = timedelta(days=30)


def letters_came_back(account: Account) -> bool:
    """Why her mail stopped. Asked only where it did: for others it costs nothing."""
    if account.mail_stopped_at is None:
        return False
    return ReturnedMail.objects.filter(account=account).count() >= DAYS_RETURNED

"""What an account is part of since two accounts of one person became one."""

from vaknet.domain.people.models import Account, Merge


def account_since_merge(pk: int) -> Account | None:
    """Of which account this one became part; None when it did not."""
    merged = Merge.objects.filter(merged_account=pk).values("kept")
    return Account.objects.filter(actor__in=merged).first()


def person_since_merge(pk: int) -> int:
    """Who this is now, for links in letters from before."""
    kept = Merge.objects.filter(merged=pk).values_list("kept", flat=True).first()
    return pk if kept is None else kept


def handle_since_merge(handle: str) -> str:
    """Of the account that the one at this address became part of; empty when there is none."""
    merged = Merge.objects.filter(merged__handle=handle, merged__domain="")
    return merged.values_list("kept__handle", flat=True).first() or ""

"""Who may read the files that came with feedback, and those of plans."""

from campaigns.models import Assignment, Campaign


def may_read_feedback(user: object, key: str) -> bool:
    """Whoever sees the assignment sees the files of its feedback ``key``."""
    if not key.isdecimal():
        return False
    return Assignment.objects.visible_to(user).filter(history=int(key)).exists()


def may_read_attachment(user: object, key: str) -> bool:
    """Whoever sees the campaign ``key`` sees the attachments of its plan."""
    return key.isdecimal() and Campaign.objects.visible_to(user).filter(pk=int(key)).exists()

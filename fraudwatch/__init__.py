"""The floor everybody stands on (lib) and the roof that joins the apps (urls, celery)."""

from .celery import app as celery_app

VERSION = "0.1.0"

__all__ = ["VERSION", "celery_app"]

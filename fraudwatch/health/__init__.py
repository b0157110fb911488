"""How this installation is doing: the same lines for ``manage.py doctor`` and the health page."""

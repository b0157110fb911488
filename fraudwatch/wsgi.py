"""The door that gunicorn knocks at."""

import os

from django.core.wsgi import get_wsgi_application

from fraudwatch.lib.room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
application = with_room(get_wsgi_application())

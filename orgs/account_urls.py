"""Addresses of signing in, accounts, notices, files and the audit trail."""

from django.urls import path

from .views import admin, audit, calendar, files, inbox, profile, sign_in, users

account_urls = [
    # signing in and out
    path("login/", sign_in.sign_in, name="sign-in"),
    path("logout/", sign_in.sign_out, name="sign-out"),
    path("password/", profile.password_change, name="password-change"),
    # what belongs to the person
    path("account/", profile.profile, name="profile"),
    path("account/sessions/end/", profile.sessions_end, name="sessions-end"),
    path("inbox/", inbox.notice_list, name="notice-list"),
    path("inbox/read/", inbox.notice_read_all, name="notice-read-all"),
    path("inbox/<int:pk>/open/", inbox.notice_open, name="notice-open"),
    path("files/<uuid:pk>/", files.file, name="file"),
    # /admin-tools/
    path("admin-tools/", admin.admin_home, name="admin-home"),
    path("admin-tools/users/", users.user_list, name="user-list"),
    path("admin-tools/users/new/", users.user_create, name="user-create"),
    path("admin-tools/users/<int:pk>/", users.user_edit, name="user-edit"),
    path("admin-tools/users/<int:pk>/disable/", users.user_disable, name="user-disable"),
    path("admin-tools/users/<int:pk>/enable/", users.user_enable, name="user-enable"),
    path("admin-tools/users/<int:pk>/unlock/", users.user_unlock, name="user-unlock"),
    path("admin-tools/users/<int:pk>/password/", users.password_reset, name="password-reset"),
    path("admin-tools/users/<int:pk>/grants/add/", users.grant_add, name="grant-add"),
    path("admin-tools/grants/<int:pk>/end/", users.grant_end, name="grant-end"),
    path("admin-tools/calendar/", calendar.calendar, name="calendar"),
    path("admin-tools/calendar/add/", calendar.calendar_add, name="calendar-add"),
    path("admin-tools/calendar/import/", calendar.calendar_import, name="calendar-import"),
    path("admin-tools/calendar/remove/", calendar.calendar_remove, name="calendar-remove"),
    path("admin-tools/audit/", audit.audit_list, name="audit-list"),
    path("admin-tools/audit/export/", audit.audit_export, name="audit-export"),
    path("admin-tools/audit/verify/", audit.audit_verify, name="audit-verify"),
]

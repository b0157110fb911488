"""Addresses of plan versions, comments and receipts."""

from django.urls import path

from campaigns.views import comments, plan_diff, publishing, receipts, versions

# fmt: off
version_urls = [
    path("campaigns/<int:pk>/versions/", versions.version_list, name="version-list"),
    path("campaigns/<int:pk>/versions/strip/", versions.version_strip, name="version-strip"),
    path("campaigns/<int:pk>/versions/send/", versions.version_send, name="version-send"),
    path("campaigns/<int:pk>/comments/", comments.comment_list, name="comment-list"),
    path("campaigns/<int:pk>/receipts/", receipts.receipt_strip, name="receipt-strip"),
    path("campaigns/<int:pk>/diff/", plan_diff.plan_diff, name="plan-diff"),
    path("versions/<int:pk>/", versions.version_detail, name="version-detail"),
    path("versions/<int:pk>/recall/", versions.version_recall, name="version-recall"),
    path("versions/<int:pk>/return/", versions.version_return, name="version-return"),
    path("versions/<int:pk>/sign-off/", versions.version_sign_off, name="version-sign-off"),
    path("versions/<int:pk>/publish/", publishing.version_publish, name="version-publish"),
    path("versions/<int:pk>/comments/add/", comments.comment_add, name="comment-add"),
    path("versions/<int:pk>/receipts/", receipts.receipt_list, name="receipt-list"),
    path("versions/<int:pk>/receipts/remind/", receipts.receipt_remind, name="receipt-remind"),
    path("comments/<int:pk>/answer/", comments.comment_answer, name="comment-answer"),
    path("comments/<int:pk>/settle/", comments.comment_settle, name="comment-settle"),
    path("receipts/<int:pk>/", receipts.receipt_detail, name="receipt-detail"),
    path("receipts/<int:pk>/sign/", receipts.receipt_sign, name="receipt-sign"),
]

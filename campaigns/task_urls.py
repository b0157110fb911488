"""Addresses of tasks."""

from django.urls import path

from campaigns.views import task_form, task_index, tasks

# fmt: off
task_urls = [
    path("campaigns/<int:pk>/tasks/", task_index.task_index, name="task-list"),
    path("campaigns/<int:pk>/tasks/add/", tasks.task_add, name="task-add"),
    path("campaigns/<int:pk>/tasks/units/", task_form.task_units, name="task-units"),
    path("campaigns/<int:pk>/tasks/rhythm/", task_form.task_rhythm, name="task-rhythm"),
    path("campaigns/<int:pk>/tasks/issue/", tasks.task_issue_many, name="task-issue-many"),
    path("tasks/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task-edit"),
    path("tasks/<int:pk>/issue/", tasks.task_issue, name="task-issue"),
    path("tasks/<int:pk>/withdraw/", tasks.task_withdraw, name="task-withdraw"),
    path("tasks/<int:pk>/delete/", tasks.task_delete, name="task-delete"),
]

"""Addresses of the views of tasks: board, matrix, timeline, calendar."""

from django.urls import path

from campaigns.views import task_moves, wall

# fmt: off
view_urls = [
    path("campaigns/<int:pk>/tasks/cell/", wall.task_cell, name="task-cell"),
    path("campaigns/<int:pk>/tasks/cell/remind/", wall.task_cell_remind, name="task-cell-remind"),
    path("campaigns/<int:pk>/tasks/phase-cell/", wall.phase_cell, name="task-phase-cell"),
    path("tasks/<int:pk>/card/", task_moves.task_move_card, name="task-move-card"),
    path("tasks/<int:pk>/due/", task_moves.task_move_due, name="task-move-due"),
]

"""Pure helpers that every app may use; nothing here knows a model of ours."""

"""``python -m kg.training``: train, evaluate, export, write the model card."""

from kg.training.command import main

if __name__ == "__main__":
    raise SystemExit(main())

"""Every number of a training run, in one place; it goes into the shipped model's meta."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Stage:
    """A run of epochs with its own warm-up and decay, from the averaged weights of the stage before.

    ``repeat`` tells how often an epoch shows a corpus, where that is not once. ``runs`` is how many times the stage is
    run from the same weights, each with a seed of its own; the outcome is the mean of their weights (model soups:
    Wortsman et al. 2022, https://arxiv.org/abs/2203.05482). ``share`` is that of the outcome in its mean with the
    weights that the stage began from: short of 1, less is forgotten (Wortsman et al. 2021,
    https://arxiv.org/abs/2109.01903).
    """

    epochs: int
    encoder_rate: float
    head_rate: float
    repeat: tuple[tuple[str, int], ...]
    runs: int = 1
    share: float = 1.0


_OWN = (("annotated", 3), ("reports", 0))
# The names of news and encyclopedias are still being learnt when those of web text have been; wikigold is small.
_NAMES = (("annotated", 3), ("wikigold", 3), ("reports", 0))
# Written later, for what the layers of conflict news still missed; the earlier stages' weights serve as they are.
_REPORTS = (("annotated", 2), ("wikigold", 2), ("reports", 2))


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of one training run.

    ``batch_pieces`` bounds the padded word pieces of a batch, ``average`` is the decay of the weights' moving average,
    ``recase_share`` and ``rename_share`` the shares of sentences shown in another letter case or with other names,
    ``mask_share`` the share of words whose pieces are hidden, so that their context must tell what they are.
    """

    seed: int = 1
    stages: tuple[Stage, ...] = (
        Stage(4, 1.5e-4, 1.5e-3, _OWN),
        Stage(7, 1.2e-4, 1.0e-3, _OWN),
        Stage(3, 6e-5, 5e-4, _NAMES, runs=3),
        Stage(3, 8e-5, 8e-4, _REPORTS, share=0.6),
    )
    batch_pieces: int = 1200
    warmup: float = 0.06
    weight_decay: float = 0.01
    clip: float = 5.0
    average: float = 0.998
    recase_share: float = 0.06
    rename_share: float = 0.12
    mask_share: float = 0.05
    threads: int = 2

    def of_run(self, run: int) -> "Recipe":
        """The recipe of a stage's run (from 0): another seed, all else the same."""
        return replace(self, seed=self.seed + 100 * run)

    @property
    def epochs(self) -> int:
        """Epochs of all stages."""
        return sum(stage.epochs for stage in self.stages)

    def stage_of(self, epoch: int) -> tuple[int, int]:
        """Number of the stage that an epoch (from 0) belongs to, and the first epoch of that stage."""
        first = 0
        for number, stage in enumerate(self.stages):
            if epoch < first + stage.epochs:
                return number, first
            first += stage.epochs
        return len(self.stages) - 1, first - self.stages[-1].epochs

    def times(self, corpus: str, epoch: int) -> int:
        """How often an epoch (from 0) shows a corpus's sentences."""
        number, _ = self.stage_of(epoch)
        return dict(self.stages[number].repeat).get(corpus, 1)

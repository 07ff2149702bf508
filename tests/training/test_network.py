"""The network, its training step and its export, in small; needs the extra ``train``."""

import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from kg.language.features import Encoded, pad  # noqa: E402
from kg.language.session import NetworkSession  # noqa: E402
from kg.training.batches import NOTHING, Batch, Example, batches, collate, recased  # noqa: E402
from kg.training.encoder import EncoderConfig  # noqa: E402
from kg.training.export import Exported, export  # noqa: E402
from kg.training.losses import tag_loss, total_loss  # noqa: E402
from kg.training.network import Network  # noqa: E402
from kg.training.recipe import Recipe  # noqa: E402
from kg.training.steps import mean_weights, mixed_weights  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
CONFIG = EncoderConfig(vocabulary=50, positions=64, width=48, layers=2, heads=4, inner=96)
COUNTS = {"upos": 5, "name": 7}


@pytest.fixture
def network() -> Network:
    torch.manual_seed(3)
    return Network(CONFIG, COUNTS, labels=6, arc_width=32, label_width=32).eval()


def rows() -> list[Encoded]:
    return [
        Encoded([1, 7, 8, 9, 2], [0, 1, 2, 2, 0], [1, 2], [1, 3], [1, 2]),
        Encoded([1, 11, 12, 13, 2], [0, 1, 1, 3, 0], [1, 2, 3], [1, 2, 3], [1, 1, 3]),
    ]


def inputs(given: list[Encoded]) -> tuple:
    return collate([Example(row, {}) for row in given]).inputs


def test_exported_network_computes_what_the_network_does(network: Network):
    given = inputs(rows())
    with torch.no_grad():
        tags, arcs, dependents, heads = Exported(network, list(COUNTS), rows=False)(*given)
        words = network.word_states(*given)
        wanted = torch.cat([network.tag_scores(head, words) for head in COUNTS], dim=-1)
        assert torch.allclose(tags, wanted, atol=1e-5)
        assert torch.allclose(arcs, network.arc_scores(words), atol=1e-5)
        for one, other in zip((dependents, heads), network.label_vectors(words), strict=True):
            assert torch.allclose(one, other, atol=1e-5)


def test_padding_changes_nothing(network: Network):
    short, longer = rows()[0], Encoded(*(values * 4 for values in ([1, 7, 8, 9], [0, 1, 2, 2], [1, 2], [1, 3], [1, 2])))
    with torch.no_grad():
        alone = network.tag_scores("name", network.word_states(*inputs([short])))
        beside = network.tag_scores("name", network.word_states(*inputs([short, longer])))
    assert torch.allclose(alone[0], beside[0, :2], atol=1e-5)


def test_int8_file_agrees_with_the_network(network: Network, tmp_path: Path):
    export(network, list(COUNTS), tmp_path)
    session = NetworkSession.__new__(NetworkSession)
    session.folder, session.threads, session._process = tmp_path, 1, -1
    scores = session.run(rows())
    with torch.no_grad():
        words = network.word_states(*inputs(rows()))
        arcs = network.arc_scores(words).numpy()
        dependents, heads = network.label_vectors(words)
        labels = network.label_scores(dependents[0], heads[0, 1:]).numpy()
    assert np.abs(scores.arcs[1] - arcs[1]).max() < 0.1
    assert np.allclose(session.label_scores(dependents[0].numpy(), heads[0, 1:].numpy()), labels, atol=1e-4)


def test_partial_label_costs_nothing_where_all_mass_is_allowed():
    scores = torch.tensor([[[9.0, 9.0, -9.0]]])
    table = torch.tensor([[True, False, False], [False, True, False], [False, False, True], [True, True, False]])
    partial = tag_loss(scores, torch.tensor([[3]]), table)
    single = tag_loss(scores, torch.tensor([[0]]), table)
    assert float(partial) == pytest.approx(0, abs=1e-4)
    assert float(single) == pytest.approx(np.log(2), abs=1e-3)


def test_loss_falls_over_a_few_steps(network: Network):
    targets = {"name": [1, 2], "upos": [0, 3], "head": [2, 0], "deprel": [1, 5]}
    batch = collate([Example(rows()[0], targets)])
    tables = {head: torch.eye(count, dtype=torch.bool) for head, count in COUNTS.items()}
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    losses = []
    for _ in range(12):
        loss = total_loss(network, batch, tables)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 2


def test_batches_hold_every_example_once_and_keep_their_bound():
    examples = [Example(Encoded([1] * n, [0] * n, [1], [1], [1]), {"upos": [n]}) for n in range(3, 40)]
    made: list[Batch] = list(batches(examples, pieces=60, shuffle=random.Random(5)))
    assert sorted(int(each) for batch in made for each in batch.targets["upos"].flatten()) == list(range(3, 40))
    assert all(batch.inputs[0].numel() <= 60 or len(batch.inputs[0]) == 1 for batch in made)


def test_missing_layers_are_masked():
    batch = collate([Example(rows()[0], {"name": [1, 2]}), Example(rows()[1], {"upos": [0, 1, 2]})])
    assert batch.targets["name"].tolist() == [[1, 2, NOTHING], [NOTHING] * 3]


def test_recasing_changes_letters_alone():
    row = Encoded([1, 5, 6, 2], [0, 2, 6, 0], [1, 2], [1, 2], [2, 6])
    assert recased(row, "upper").shapes == [3, 6]
    assert pad([row.pieces]).tolist() == [[1, 5, 6, 2]]


def test_the_mean_of_several_runs_lies_between_them():
    one, other = ({"weight": torch.full((2, 3), value)} for value in (1.0, 4.0))
    assert torch.equal(mean_weights([one, other])["weight"], torch.full((2, 3), 2.5))
    assert torch.equal(mean_weights([one])["weight"], one["weight"])


def test_a_share_of_a_stage_is_mixed_with_the_weights_before_it():
    before, after = ({"weight": torch.full((2, 3), value)} for value in (1.0, 3.0))
    assert torch.equal(mixed_weights(before, after, 1.0)["weight"], after["weight"])
    assert torch.equal(mixed_weights(before, after, 0.25)["weight"], torch.full((2, 3), 1.5))


def test_runs_of_a_stage_differ_by_their_seed_alone():
    recipe = Recipe()
    assert recipe.of_run(0) == recipe
    assert recipe.of_run(2).seed != recipe.of_run(1).seed != recipe.seed
    assert recipe.of_run(2).stages == recipe.stages

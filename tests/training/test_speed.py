"""The measure of speed, on a few words."""

from kg.training.speed import COMPONENTS, cnn_pipeline, compare


def test_both_pipelines_annotate_and_are_counted(pipeline):
    texts = ["Rebels shelled the port of Merka on Friday.", "Kenya denied it.\n"]
    cnn = cnn_pipeline([pipeline(text) for text in texts])
    assert [name for name in cnn.pipe_names if name in COMPONENTS] == COMPONENTS
    doc = cnn(texts[0])
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")
    speeds = compare({"model": pipeline, "cnn": cnn}, texts, rounds=1)
    assert set(speeds) == {"model", "cnn"}
    assert all(speed > 0 for speed in speeds.values())

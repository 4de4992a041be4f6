"""Every metric is declared once, named by our rules, and labelled from closed sets."""

import re

import pytest
from prometheus_client.metrics import Counter, Gauge, Histogram, MetricWrapperBase

from shared.telemetry import metrics

CATALOGUE = {
    name: metric for name, metric in vars(metrics).items() if isinstance(metric, MetricWrapperBase)
}
CLOSED = {
    "topic", "outcome", "kind", "reason", "state", "route", "status", "consumergroup", "partition",
}  # fmt: skip
NAME = re.compile(r"sorgfalt_[a-z]+(_[a-z]+)*|kafka_consumergroup_lag")


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=CATALOGUE)
def test_a_metric_has_our_prefix_a_sentence_and_closed_labels(metric: MetricWrapperBase) -> None:
    assert NAME.fullmatch(metric._name)
    assert metric._documentation.endswith(".")
    assert set(metric._labelnames) <= CLOSED


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=CATALOGUE)
def test_a_duration_is_in_seconds_and_only_a_histogram(metric: MetricWrapperBase) -> None:
    is_duration = metric._name.endswith("_seconds") and "timestamp" not in metric._name
    assert is_duration == isinstance(metric, Histogram)


def test_no_name_stands_twice() -> None:
    names = [metric._name for metric in CATALOGUE.values()]
    assert len(set(names)) == len(names)


def test_there_are_metrics_of_each_kind() -> None:
    assert {type(metric) for metric in CATALOGUE.values()} == {Counter, Gauge, Histogram}

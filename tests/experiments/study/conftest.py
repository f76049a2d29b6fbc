"""A thousand specimens laid out for the study."""

import pytest
from joblib import Memory

from study.data import StudyData, study_data


@pytest.fixture(scope="session")
def data(specimens) -> StudyData:
    return study_data(specimens, quick=True)


@pytest.fixture(scope="session")
def memory(tmp_path_factory) -> Memory:
    return Memory(tmp_path_factory.mktemp("study"), verbose=0)
